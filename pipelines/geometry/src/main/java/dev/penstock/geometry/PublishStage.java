package dev.penstock.geometry;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.geometry.report.ValidationReport;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.Published.PublishedFile;
import dev.penstock.job.JobResult;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Shows everything that the job stored to readers, in one compare-and-set, and leaves its results.
 */
final class PublishStage implements Stage {
  /** How many features have which warning, where some have one. */
  static final String WARNINGS = "warnings.json";

  /** How many features were repaired in which way, where some were. */
  static final String REPAIRS = "repairs.json";

  private final FeatureStore store;

  PublishStage(FeatureStore store) {
    this.store = store;
  }

  @Override
  public StageResult run(StageContext context) throws IOException {
    var chunk = context.chunk();
    String collection = GeometryInputs.collection(context.inputs(), chunk.job());
    var publication =
        new Publication(
            chunk.job(),
            chunk.number(),
            chunk.place().round(),
            chunk.fence(),
            chunk.load().passed(),
            collection,
            GeometryInputs.mode(context.inputs()),
            Srses.of(GeometryInputs.of(context.inputs()).result()));
    return switch (store.publish(publication, () -> !context.stopping())) {
      case Published.Unwanted _ -> throw new Stopped("nobody wants the publication any more");
      case Published.Visible visible -> done(context, visible.files(), items(collection));
      case Published.Superseded(var by, var files) ->
          done(
              context,
              files,
              new JobResult.Link("superseded-by", "application/json", "/v1/jobs/" + by));
      case Published.Fenced _ ->
          StageResult.retry("store.fenced", "a newer attempt holds the publication");
      case Published.Incomplete(var expected, var found) ->
          StageResult.giveUp(
              "geometry.rows_missing",
              "%,d features should be published, but the store holds %,d. Send the payload again."
                  .formatted(expected, found));
      case Published.OtherSrs(var srs) ->
          new StageResult.GiveUp(CollectionCrs.other(collection, srs));
    };
  }

  private static JobResult items(String collection) {
    return new JobResult.Link(
        "items", "application/geo+json", "/v1/collections/" + collection + "/items");
  }

  private static StageResult done(StageContext context, List<PublishedFile> files, JobResult first)
      throws IOException {
    var results = new ArrayList<JobResult>();
    results.add(first);
    for (PublishedFile file : files) {
      var blob = context.blobs().adopt(context.blobKey(Keep.JOB, file.name()), file.path());
      results.add(new JobResult.Stored(name(context, file.name()), file.mediaType(), blob));
    }
    SortedMap<String, Long> notes = notes(files);
    String past = Mending.CODES.replace('.', '/');
    addCounts(context, results, REPAIRS, notes.subMap(Mending.CODES, past));
    notes.subMap(Mending.CODES, past).clear();
    addCounts(context, results, WARNINGS, notes);
    results.addAll(
        new ValidationReport(context, file -> name(context, file))
            .gather(context.inputs().text("level")));
    return StageResult.done(context.chunk().load(), Payload.NONE).withResults(results);
  }

  /** A replay adds to what the job left before, so its files have names of their own. */
  private static String name(StageContext context, String file) {
    var chunk = context.chunk();
    return chunk.place().round() == 0 ? file : "replay-" + chunk.number() + "-" + file;
  }

  private static void addCounts(
      StageContext context, List<JobResult> results, String file, Map<String, Long> byCode)
      throws IOException {
    if (!byCode.isEmpty()) {
      var blob = counts(context, file, byCode);
      results.add(new JobResult.Stored(name(context, file), "application/json", blob));
    }
  }

  private static SortedMap<String, Long> notes(List<PublishedFile> files) {
    var all = new TreeMap<String, Long>();
    for (PublishedFile file : files) {
      file.warnings().forEach((code, features) -> all.merge(code, features, Long::sum));
    }
    return all;
  }

  /** Codes are plain words, so they need no escapes. */
  private static BlobRef counts(StageContext context, String file, Map<String, Long> byCode)
      throws IOException {
    String json =
        byCode.entrySet().stream()
            .map(entry -> "\"%s\":%d".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(",", "{", "}\n"));
    try (var blob = context.blobs().create(context.blobKey(Keep.JOB, file), Hashing.DAMAGE)) {
      blob.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.US_ASCII)));
      return blob.publish();
    }
  }
}
