package dev.penstock.server.intake;

import dev.penstock.job.Problem;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.web.Code;
import java.util.Optional;

/** Whether a body that is said to be gzip starts like it (RFC 1952, section 2.3.1). */
final class GzipStart {
  private static final Problem NOT_GZIP =
      new Problem(
          Code.PAYLOAD_NOT_GZIP.word(),
          "Content-Encoding is gzip, but the body does not start with the bytes 1f 8b.");

  private GzipStart() {}

  static FirstBytes before(FirstBytes next) {
    return (head, length) -> isGzip(head, length) ? next.problem(head, length) : not();
  }

  private static boolean isGzip(byte[] head, int length) {
    return length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
  }

  private static Optional<Problem> not() {
    return Optional.of(NOT_GZIP);
  }
}
