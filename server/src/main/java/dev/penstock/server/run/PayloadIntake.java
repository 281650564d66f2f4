package dev.penstock.server.run;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.server.terminal.Moment;
import dev.penstock.server.terminal.ProgressDisplay;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Copies an input into the blob store, so that it cannot change while the job runs. */
final class PayloadIntake {
  private static final int BUFFER = 1 << 20;

  private final BlobStore blobs;
  private final ProgressDisplay display;

  PayloadIntake(BlobStore blobs, ProgressDisplay display) {
    this.blobs = blobs;
    this.display = display;
  }

  /**
   * The payload, durable. A short one travels in the engine's own record.
   *
   * @throws RefusedInputException when it is empty or plainly not for the pipeline
   */
  Payload take(Ask ask, JobId job) throws IOException, RefusedInputException {
    try (InputStream in = ask.payload().open()) {
      byte[] head = in.readNBytes(Payload.MAX_INLINE + 1);
      if (head.length == 0) {
        throw new RefusedInputException("The input is empty.");
      }
      Optional<Problem> problem = ask.offer().check().problem(head, head.length);
      if (problem.isPresent()) {
        throw new RefusedInputException(problem.get().detail());
      }
      return head.length <= Payload.MAX_INLINE
          ? Payload.inline(Arrays.copyOf(head, head.length))
          : copy(head, in, ask.payload().length(), job);
    }
  }

  private Payload copy(byte[] head, InputStream in, OptionalLong total, JobId job)
      throws IOException {
    try (BlobWriter blob = blobs.create("jobs/" + job + "/payload", Hashing.IDENTITY)) {
      write(blob, head, head.length);
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        write(blob, buffer, n);
        display.show(moment(blob.length(), total));
      }
      return Payload.stored(blob.publish());
    }
  }

  private static void write(BlobWriter blob, byte[] bytes, int length) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
    while (rest.hasRemaining()) {
      blob.write(rest);
    }
  }

  private static Moment moment(long done, OptionalLong total) {
    if (total.isEmpty() || total.getAsLong() == 0) {
      return new Moment("reading", OptionalDouble.empty(), Words.bytes(done));
    }
    return new Moment(
        "reading",
        OptionalDouble.of((double) done / total.getAsLong()),
        Words.bytes(done) + " of " + Words.bytes(total.getAsLong()));
  }
}
