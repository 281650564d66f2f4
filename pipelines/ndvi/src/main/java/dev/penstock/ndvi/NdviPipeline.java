package dev.penstock.ndvi;

import dev.penstock.ndvi.scene.Imagery;
import dev.penstock.ndvi.store.FarmBook;
import dev.penstock.ndvi.store.FarmView;
import dev.penstock.ndvi.store.ObservationStore;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Farms in, what satellites saw of them out.
 *
 * <pre>
 * search   reads the farms, asks the catalogue for scenes, groups farms by scene
 * measure  reads the blocks of a scene that its farms touch, each once, and measures
 * keep     stores observations and states, chunk by chunk
 * publish  leaves result files
 * </pre>
 */
public final class NdviPipeline {
  public static final String NAME = "ndvi";

  private static final Duration LEASE = Duration.ofSeconds(60);

  private NdviPipeline() {}

  /** What the pipeline stands on. */
  public record Stores(FarmBook farms, ObservationStore observations, FarmView view) {}

  /** The pipeline on its stores. */
  public static Pipeline on(
      Stores stores, Imagery imagery, NdviSettings settings, InstantSource clock) {
    return new Pipeline(
        NAME,
        1,
        "Measures farms in satellite scenes: vegetation indices, coverage, clouds.",
        NdviInputs.DECLARED,
        List.of(
            StageSpec.start("search", new SearchStage(stores, imagery, settings, clock))
                .concurrency(4)
                .lease(LEASE)
                .retry(settings.patience())
                .atTheStore(),
            StageSpec.each("measure", new MeasureStage(imagery, settings))
                .concurrency(settings.scenes())
                .lease(LEASE)
                .retry(settings.patience()),
            StageSpec.each("keep", new KeepStage(stores.observations()))
                .concurrency(2)
                .lease(LEASE)
                .atTheStore(),
            StageSpec.all("publish", new PublishStage(stores))
                .concurrency(2)
                .lease(LEASE)
                .atTheStore()),
        stores.observations());
  }
}
