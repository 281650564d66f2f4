package dev.penstock.server.gate;

import dev.penstock.server.job.JobChanges;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/** The stages as server-sent events: once a second where they changed, a comment where not. */
final class StagesStream {
  private static final byte[] SAME = ": the same\n\n".getBytes(StandardCharsets.US_ASCII);

  private final JobChanges changes;
  private final Supplier<byte[]> stages;

  StagesStream(JobChanges changes, Supplier<byte[]> stages) {
    this.changes = changes;
    this.stages = stages;
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] last = {};
    try {
      while (!changes.closed()) {
        byte[] now = stages.get();
        out.write(Arrays.equals(now, last) ? SAME : event(now));
        last = now;
        changes.pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while following the stages");
    }
  }

  private static byte[] event(byte[] json) {
    var event = new ByteArrayOutputStream(json.length + 8);
    event.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
    event.writeBytes(json);
    event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return event.toByteArray();
  }
}
