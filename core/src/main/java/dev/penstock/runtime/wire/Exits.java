package dev.penstock.runtime.wire;

/** Exit values of worker processes that mean something to the host. */
public final class Exits {
  /** The worker has run out of memory, and had none left to say so. */
  public static final int OUT_OF_MEMORY = 97;

  private Exits() {}
}
