package dev.penstock.raster.jpeg2000;

/**
 * A window of a resolution: first its coefficients, woven together, then, once the filter went over
 * them, its pixels. Not thread-safe.
 */
sealed interface Canvas permits ReversibleCanvas, IrreversibleCanvas {

  /** Which pixels of the resolution it holds. */
  Rect at();

  /** Puts the pixels of the resolution below between its own coefficients. */
  void weave(Canvas below);

  /** Puts in what is wanted of a code-block. */
  void put(BlockDecoder block, CodeBlock of, Band band);

  /** Makes pixels of the coefficients. */
  void filter();

  /** An empty one for that window of a resolution. */
  static Canvas of(Rect at, boolean reversible) {
    return reversible ? new ReversibleCanvas(at) : new IrreversibleCanvas(at);
  }

  /**
   * Where a coefficient of a band lies among those of all four.
   *
   * @param lowest whether the band is the lowest, which stands alone
   */
  static int woven(int coefficient, boolean high, boolean lowest) {
    return lowest ? coefficient : 2 * coefficient + (high ? 1 : 0);
  }
}
