package dev.penstock.geometry;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.formats.Dataset;
import dev.penstock.formats.Format;
import dev.penstock.formats.GeoJsonForm;
import dev.penstock.formats.Survey;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.geometry.store.PublishedRows;
import dev.penstock.job.JobResult;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Writes what the job has published to the formats that were asked for. It reads the job's own
 * rows, which no later publication changes, so every attempt writes the same bytes.
 */
final class ExportStage implements Stage {
  /** The row, its encoded form, that form on its way to a buffer, and the buffer. */
  private static final int COPIES = 4;

  private static final int BUFFER = 1 << 17;

  private final FeatureStore store;
  private final Headroom heavy;

  /**
   * The stage.
   *
   * @param heavy bounds the bytes of large rows in hand
   */
  ExportStage(FeatureStore store, Headroom heavy) {
    this.store = store;
    this.heavy = heavy;
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    var chunk = context.chunk();
    Set<Format> formats = ExportFormats.of(context.inputs());
    if (formats.isEmpty()) {
      return StageResult.done(chunk.load(), Payload.NONE);
    }
    Optional<PublishedRows> rows = store.published(chunk.job(), chunk.place().round());
    if (rows.isEmpty()) {
      return StageResult.giveUp(
          "geometry.rows_missing",
          "What the job published is not in the store any more. Send the payload again.");
    }
    try (var _ = heavy.enter(COPIES * rows.get().heaviest())) {
      return write(context, rows.get(), formats);
    }
  }

  private static StageResult write(StageContext context, PublishedRows rows, Set<Format> formats)
      throws IOException {
    boolean surveyed = formats.stream().anyMatch(Format::surveyed);
    var source =
        new ExportSource(rows, context, formats.size() + (surveyed ? 1 : 0), form(context));
    Optional<Dataset> data = source.dataset();
    if (data.isEmpty()) {
      return StageResult.giveUp(
          "crs.unsupported", "The CRS %s is not known here.".formatted(rows.srs().name()));
    }
    Survey survey =
        surveyed ? Survey.of(data.get(), formats.contains(Format.GEOBUF)) : Survey.none();
    var results = new ArrayList<JobResult>();
    for (Format format : formats) {
      BlobRef blob = write(context, format, data.get(), survey, rows);
      results.add(new JobResult.Stored(name(context, format), format.mediaType(), blob));
    }
    return StageResult.done(context.chunk().load(), Payload.NONE).withResults(results);
  }

  private static GeoJsonForm form(StageContext context) throws IOException {
    Optional<String> decimals = context.inputs().optional("precision");
    return new GeoJsonForm(
        decimals.isPresent()
            ? OptionalInt.of(Integer.parseInt(decimals.get()))
            : OptionalInt.empty(),
        MembersNote.of(context));
  }

  private static BlobRef write(
      StageContext context, Format format, Dataset data, Survey survey, PublishedRows rows)
      throws IOException {
    String key = context.blobKey(Keep.JOB, "features." + format.ending());
    try (var blob = context.blobs().create(key, Hashing.DAMAGE)) {
      var out = new BufferedOutputStream(Channels.newOutputStream(blob), BUFFER);
      format.write(data, survey, out, rows::scratch);
      out.flush();
      return blob.publish();
    }
  }

  /** A replay writes all that the job has published, so its files have names of their own. */
  private static String name(StageContext context, Format format) {
    var chunk = context.chunk();
    String name = "features." + format.ending();
    return chunk.place().round() == 0 ? name : "replay-" + chunk.number() + "-" + name;
  }
}
