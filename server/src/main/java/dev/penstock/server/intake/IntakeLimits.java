package dev.penstock.server.intake;

/**
 * What payloads may be and take.
 *
 * @param maxBody most bytes of one body
 * @param heads most bytes of memory for all bodies that are coming in; what has no room in it goes
 *     to a blob
 */
public record IntakeLimits(long maxBody, long heads) {
  public IntakeLimits {
    if (maxBody < 1 || heads < 0) {
      throw new IllegalArgumentException(
          "max body must be >= 1 and heads >= 0, was %d and %d".formatted(maxBody, heads));
    }
  }

  /** With an eighth of the heap for heads: the rest of the server needs memory too. */
  public static IntakeLimits of(long maxBody) {
    return new IntakeLimits(maxBody, Runtime.getRuntime().maxMemory() / 8);
  }
}
