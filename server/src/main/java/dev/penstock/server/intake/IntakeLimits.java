package dev.penstock.server.intake;

/**
 * What payloads may be and take.
 *
 * @param maxBody most bytes of one body
 * @param heads most bytes of memory for all bodies that are coming in; what has no room in it goes
 *     to a blob
 * @param slots for the bodies of one tenant at once
 * @param open whether there is room for jobs, as far as is known
 */
public record IntakeLimits(long maxBody, long heads, UploadSlots slots, OpenRoom open) {
  private static final int UPLOADS = 512;

  public IntakeLimits {
    if (maxBody < 1 || heads < 0) {
      throw new IllegalArgumentException(
          "max body must be >= 1 and heads >= 0, was %d and %d".formatted(maxBody, heads));
    }
  }

  public IntakeLimits(long maxBody, long heads, UploadSlots slots) {
    this(maxBody, heads, slots, new OpenRoom());
  }

  public IntakeLimits(long maxBody, long heads) {
    this(maxBody, heads, new UploadSlots(UPLOADS));
  }

  /** With an eighth of the heap for heads: the rest of the server needs memory too. */
  public static IntakeLimits of(long maxBody, int uploads) {
    return new IntakeLimits(
        maxBody, Runtime.getRuntime().maxMemory() / 8, new UploadSlots(uploads));
  }
}
