package dev.penstock.geometry.report;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.crs.Transform;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Keeps the findings of one chunk in blobs that {@link ValidationReport} gathers. Nothing is kept
 * where nothing was found. Used by one thread.
 */
public final class FindingsWriter {
  private static final int FULL = 1 << 20;

  private final StageContext context;
  private final Transform toWgs84;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(1 << 12);
  private final ByteArrayOutputStream points = new ByteArrayOutputStream(1 << 12);
  private final TreeMap<String, long[]> sums = new TreeMap<>();
  private int number;

  /**
   * A writer.
   *
   * @param toWgs84 from the payload's CRS, for the points
   */
  public FindingsWriter(StageContext context, Transform toWgs84) {
    this.context = context;
    this.toWgs84 = toWgs84;
  }

  /** Adds what was found in a feature. */
  public void add(FeatureFindings findings) throws IOException {
    add(lines, findings.line());
    var place = new double[2];
    for (Told told : findings.told()) {
      place[0] = told.x();
      place[1] = told.y();
      if (told.located() && toWgs84.apply(place, 0, 1, 2) < 0) {
        add(points, findings.point(told, place[0], place[1]));
      }
    }
    findings.addTo(sums);
    if (lines.size() + points.size() > FULL) {
      piece(false);
    }
  }

  /** Ends them; durable on return. */
  public void finish() throws IOException {
    if (!sums.isEmpty()) {
      piece(true);
    }
  }

  private static void add(ByteArrayOutputStream to, String line) {
    to.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    to.write('\n');
  }

  private void piece(boolean last) throws IOException {
    var bytes = new ByteArrayOutputStream(lines.size() + points.size() + 1024);
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(lines.size());
      lines.writeTo(out);
      out.writeInt(points.size());
      points.writeTo(out);
      // The sums are those of all pieces, and stand in the last.
      out.writeInt(last ? sums.size() : 0);
      if (last) {
        for (var sum : sums.entrySet()) {
          out.writeUTF(sum.getKey());
          out.writeLong(sum.getValue()[0]);
          out.writeLong(sum.getValue()[1]);
        }
      }
    }
    lines.reset();
    points.reset();
    write(bytes.toByteArray(), last);
  }

  private void write(byte[] bytes, boolean last) throws IOException {
    var sum = new CRC32C();
    sum.update(bytes);
    String part = Piece.part(number++, last, bytes.length, (int) sum.getValue());
    try (BlobWriter blob =
        context.blobs().create(context.blobKey(Keep.JOB, part), Hashing.DAMAGE)) {
      var rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        blob.write(rest);
      }
      blob.publish();
    }
  }
}
