package dev.penstock.geometry;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.pipeline.Reject;
import dev.penstock.pipeline.RejectLines;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the rejects of one chunk in a blob that is only made when there is one. */
final class RejectSink implements AutoCloseable {
  private final StageContext context;
  private final String part;
  private final Map<String, String> resend;
  private @Nullable BlobWriter blob;
  private @Nullable RejectLines lines;

  RejectSink(StageContext context, String part) {
    this(context, part, Map.of());
  }

  /**
   * A sink.
   *
   * @param resend inputs that an item needs to be read alike when it is sent again alone
   */
  RejectSink(StageContext context, String part, Map<String, String> resend) {
    this.context = context;
    this.part = part;
    this.resend = resend;
  }

  /** The member that tells on which line an item begins; nothing where that is not known. */
  static String line(long line) {
    return line > 0 ? ",\"line\":" + line : "";
  }

  void add(Reject reject) throws IOException {
    add(reject, "");
  }

  /**
   * Adds a reject.
   *
   * @param members more members of its line as JSON, each behind a comma
   */
  void add(Reject reject, String members) throws IOException {
    RejectLines to = lines;
    if (to == null) {
      String key = context.blobKey(Keep.JOB, part + ".jsonl");
      BlobWriter writer = context.blobs().create(key, Hashing.DAMAGE);
      to = new RejectLines(writer, RejectLines.Dress.FEATURE, resend);
      blob = writer;
      lines = to;
    }
    to.write(reject, members);
  }

  /** What was collected, durably; null when nothing was. */
  @Nullable Rejects finish() throws IOException {
    if (blob == null || lines == null) {
      return null;
    }
    lines.finish();
    return new Rejects(blob.publish(), lines.byCode());
  }

  @Override
  public void close() throws IOException {
    if (blob != null) {
      blob.close();
    }
  }
}
