package dev.penstock.geometry;

import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Heavy GeoJSON in, clean geometry out.
 *
 * <pre>
 * split    cuts the payload into exact byte ranges of features
 * refine   checks, repairs and transforms each feature; a bad one becomes a reject
 * store    writes rows and receipt in one transaction, unseen by readers
 * publish  shows all of them at once, as part of a collection
 * export   writes what was published to the file formats that were asked for
 * </pre>
 */
public final class GeometryPipeline {
  public static final String NAME = "geometry";

  private static final Duration LEASE = Duration.ofSeconds(60);

  private static final Isolation APART = Isolation.madeBy(RefineFactory.class);

  private GeometryPipeline() {}

  /**
   * The inputs of a job that sends the rejects of another one again: they join what that one
   * published. A feature that is there already is only met with {@code mode=upsert}.
   */
  public static Map<String, String> resent(JobId job, Map<String, String> inputs) {
    boolean upsert = "upsert".equals(inputs.get("mode"));
    return Map.of(
        "collection",
        inputs.getOrDefault("collection", job.value()),
        "mode",
        upsert ? "upsert" : "append");
  }

  /** Endings of file names, and the format that each asks for in the input {@code formats}. */
  public static SequencedMap<String, String> endings() {
    return ExportFormats.endings();
  }

  /** The result file that has a format. */
  public static String resultIn(String format) {
    return ExportFormats.file(format);
  }

  /**
   * The pipeline on a store.
   *
   * @param settings how many chunks are refined at once, and how heavy they may be together
   */
  public static Pipeline on(FeatureStore store, GeometrySettings settings) {
    // Shared, because a large feature needs the heap for itself, whichever stage it is in.
    var heavy = new Headroom(settings.bytesInHand(), 1024);
    StageSpec refine =
        StageSpec.each("refine", RefineStage.within(settings, heavy))
            .concurrency(settings.cores())
            .lease(LEASE);
    return new Pipeline(
        NAME,
        3,
        "Validates, repairs, transforms, stores and publishes GeoJSON of any size.",
        GeometryInputs.DECLARED,
        List.of(
            StageSpec.start("split", new SplitStage(settings, store)).concurrency(2),
            settings.isolated()
                ? refine.isolated(APART.heapMegabytes(settings.workerMegabytes()))
                : refine,
            StageSpec.each("store", new StoreStage(store, heavy)).concurrency(2).atTheStore(),
            StageSpec.all("publish", new PublishStage(store))
                .concurrency(2)
                .lease(LEASE)
                .atTheStore(),
            StageSpec.all("export", new ExportStage(store, heavy)).lease(LEASE).atTheStore()),
        store);
  }
}
