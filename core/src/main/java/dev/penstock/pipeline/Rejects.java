package dev.penstock.pipeline;

import dev.penstock.blob.BlobRef;
import java.util.Map;

/**
 * The rejects of one chunk: a blob of JSON lines as {@link RejectLines} writes them, and how many
 * there are of each code.
 */
public record Rejects(BlobRef lines, Map<String, Long> byCode) {
  public Rejects {
    byCode = Map.copyOf(byCode);
  }

  /**
   * How many there are.
   *
   * @throws ArithmeticException when they are more than a long can count
   */
  public long count() {
    return byCode.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
  }
}
