package dev.penstock.egress;

/** Takes the body of a good answer piece by piece, so that none of it has to stay in memory. */
@FunctionalInterface
public interface Sink {
  /**
   * The next piece.
   *
   * @param bytes reused for the next piece; {@code length} of them count
   * @return whether more is wanted; else the answer ends here and is not whole
   */
  boolean take(byte[] bytes, int length);
}
