package dev.penstock.ndvi;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.pipeline.Reject;
import dev.penstock.pipeline.RejectLines;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Collects the rejects of one chunk in a blob that is only made when there is one. */
final class RejectSink implements AutoCloseable {
  private final StageContext context;
  private final String part;
  private @Nullable BlobWriter blob;
  private @Nullable RejectLines lines;

  RejectSink(StageContext context, String part) {
    this.context = context;
    this.part = part;
  }

  void add(Reject reject) throws IOException {
    RejectLines to = lines;
    if (to == null) {
      String key = context.blobKey(Keep.JOB, part + ".jsonl");
      BlobWriter writer = context.blobs().create(key, Hashing.DAMAGE);
      to = new RejectLines(writer, RejectLines.Dress.FEATURE);
      blob = writer;
      lines = to;
    }
    to.write(reject);
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
