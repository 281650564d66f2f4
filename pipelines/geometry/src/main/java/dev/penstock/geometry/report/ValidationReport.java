package dev.penstock.geometry.report;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.job.JobResult;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Gathers the findings of all chunks of a job into its report: {@code validation.json} sums up by
 * code, {@code validation.jsonl} has a line for each feature that something was found in, {@code
 * error-points.geojson} a point in WGS 84 for each defect that has a place.
 */
public final class ValidationReport {
  /** Stages that look at features. */
  private static final List<String> STAGES = List.of("split", "refine");

  private final StageContext context;
  private final UnaryOperator<String> naming;

  /**
   * A report.
   *
   * @param context of the last stage
   * @param naming of a result, from its plain name
   */
  public ValidationReport(StageContext context, UnaryOperator<String> naming) {
    this.context = context;
    this.naming = naming;
  }

  /** The files; none where nothing was found. */
  public List<JobResult> gather(String level) throws IOException {
    List<Piece> pieces = pieces();
    if (pieces.isEmpty()) {
      return List.of();
    }
    var sums = new TreeMap<String, long[]>();
    String lines = context.blobKey(Keep.JOB, "validation.jsonl");
    String points = context.blobKey(Keep.JOB, "error-points.geojson");
    try (BlobWriter linesBlob = context.blobs().create(lines, Hashing.DAMAGE);
        BlobWriter pointsBlob = context.blobs().create(points, Hashing.DAMAGE)) {
      var layer = new Layer(pointsBlob);
      for (Piece piece : pieces) {
        copy(context.blobs(), piece, linesBlob, layer, sums);
      }
      layer.end();
      BlobRef summary = summary(level, sums);
      return List.of(
          stored("validation.json", "application/json", summary),
          stored("validation.jsonl", "application/x-ndjson", linesBlob.publish()),
          stored("error-points.geojson", "application/geo+json", pointsBlob.publish()));
    }
  }

  private JobResult stored(String name, String type, BlobRef blob) {
    return new JobResult.Stored(naming.apply(name), type, blob);
  }

  /** Of each chunk those of its newest attempt that came to an end, in the order of chunks. */
  private List<Piece> pieces() throws IOException {
    var all = new ArrayList<Piece>();
    for (String stage : STAGES) {
      String folder = folder(stage);
      var ofStage = new ArrayList<Piece>();
      for (String name : context.blobs().owners(folder)) {
        Piece.of(folder, name).ifPresent(ofStage::add);
      }
      var newest = new HashMap<Long, Long>();
      ofStage.stream()
          .filter(Piece::last)
          .forEach(piece -> newest.merge(piece.chunk(), piece.fence(), Math::max));
      ofStage.stream()
          .filter(piece -> Long.valueOf(piece.fence()).equals(newest.get(piece.chunk())))
          .sorted(Comparator.comparingLong(Piece::chunk).thenComparingInt(Piece::number))
          .forEach(all::add);
    }
    return all;
  }

  /** Where blobs of another stage of this job lie: beside those of this one. */
  private String folder(String stage) {
    String own = context.blobKey(Keep.JOB, "x");
    String ofStage = own.substring(0, own.lastIndexOf('/'));
    return ofStage.substring(0, ofStage.lastIndexOf('/') + 1) + stage;
  }

  private static void copy(
      BlobStore blobs, Piece piece, BlobWriter lines, Layer layer, Map<String, long[]> sums)
      throws IOException {
    try (InputStream raw = blobs.open(piece.blob());
        var in = new DataInputStream(raw)) {
      write(lines, in.readNBytes(in.readInt()));
      layer.add(in.readNBytes(in.readInt()));
      for (int codes = in.readInt(); codes > 0; codes--) {
        long[] sum = sums.computeIfAbsent(in.readUTF(), _ -> new long[2]);
        sum[0] += in.readLong();
        sum[1] += in.readLong();
      }
    }
  }

  private BlobRef summary(String level, Map<String, long[]> sums) throws IOException {
    var json = new JsonLine().open('{').text("level", level).name("codes").open('[');
    sums.forEach(
        (code, sum) -> {
          json.open('{').text("code", code).text("section", Codes.section(code));
          json.number("features", sum[0]).number("defects", sum[1]);
          json.text("rule", Codes.sentence(code)).close('}');
        });
    String text = json.close(']').close('}') + "\n";
    String key = context.blobKey(Keep.JOB, "validation.json");
    try (BlobWriter blob = context.blobs().create(key, Hashing.DAMAGE)) {
      write(blob, text.getBytes(StandardCharsets.UTF_8));
      return blob.publish();
    }
  }

  private static void write(BlobWriter blob, byte[] bytes) throws IOException {
    var rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      blob.write(rest);
    }
  }

  /** A FeatureCollection made of lines. */
  private static final class Layer {
    private final BlobWriter blob;
    private boolean first = true;

    Layer(BlobWriter blob) throws IOException {
      this.blob = blob;
      write(
          blob, bytes("{\"type\":\"FeatureCollection\",\"name\":\"error-points\",\"features\":["));
    }

    /** Adds features, each on a line that ends. */
    void add(byte[] lines) throws IOException {
      int from = 0;
      for (int i = 0; i < lines.length; i++) {
        if (lines[i] == '\n') {
          write(blob, bytes(first ? "\n" : ",\n"));
          blob.write(ByteBuffer.wrap(lines, from, i - from));
          first = false;
          from = i + 1;
        }
      }
    }

    void end() throws IOException {
      write(blob, bytes("\n]}\n"));
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
