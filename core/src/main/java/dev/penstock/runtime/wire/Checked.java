package dev.penstock.runtime.wire;

/**
 * Turns facts that came over the pipe into our records, whose constructors refuse what makes no
 * sense: such a refusal means that the other side broke the protocol.
 */
final class Checked {
  private Checked() {}

  /** Makes something of a frame. */
  @FunctionalInterface
  interface Making<T> {
    T make() throws ProtocolException;
  }

  static <T> T of(Making<T> making) throws ProtocolException {
    try {
      return making.make();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ProtocolException("a frame makes no sense: " + e.getMessage(), e);
    }
  }
}
