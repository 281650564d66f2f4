package dev.penstock.pipeline;

/**
 * Versions of a pipeline, those at the ends among them.
 *
 * @param oldest not after {@code newest}
 */
public record Versions(int oldest, int newest) {
  /** Whatever there is. */
  public static final Versions ANY = new Versions(Integer.MIN_VALUE, Integer.MAX_VALUE);

  public Versions {
    if (oldest > newest) {
      throw new IllegalArgumentException(
          "version %d is not before version %d".formatted(oldest, newest));
    }
  }

  /** A single one. */
  public static Versions of(int version) {
    return new Versions(version, version);
  }

  public boolean contains(int version) {
    return oldest <= version && version <= newest;
  }
}
