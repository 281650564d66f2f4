package dev.penstock.topology;

/** Polygons that cost other programs minutes, of any size. */
final class HardPolygons {
  private HardPolygons() {}

  /** n by n unit squares side by side, each sharing its edges, and one bowtie apart. */
  static FlatRings tiledSquares(int n) {
    return squares(n, 1).flat();
  }

  /** n by n unit squares with room between them, and one bowtie apart. */
  static FlatRings scatteredSquares(int n) {
    return squares(n, 2).flat();
  }

  private static Shapes squares(int n, int apart) {
    Shapes shapes = new Shapes().shell(-9, 0, -5, 4, -5, 0, -9, 4, -9, 0);
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        shapes.shell(Shapes.square(apart * column, apart * row, 1));
      }
    }
    return shapes;
  }

  /**
   * One ring over n points of a circle, each joined to the one nearly opposite: n * n / 2
   * crossings.
   */
  static FlatRings star(int n) {
    double[] ring = new double[2 * n + 2];
    for (int i = 0; i <= n; i++) {
      double angle = 2 * Math.PI * ((long) i * (n / 2) % n) / n;
      ring[2 * i] = Math.cos(angle);
      ring[2 * i + 1] = Math.sin(angle);
    }
    return new Shapes().shell(ring).flat();
  }

  /** One ring that runs along n diamonds and back: it touches itself between each two. */
  static FlatRings touchingBeads(int n) {
    return beads(n, 0);
  }

  /** One ring of n diamonds whose edges cross between each two. */
  static FlatRings crossingBeads(int n) {
    return beads(n, -0.25);
  }

  private static FlatRings beads(int n, double neck) {
    double[] ring = new double[8 * n + 2];
    int at = 0;
    for (int i = 0; i <= n; i++) {
      // Past its neck the lower side is the upper one.
      double side = neck < 0 && i % 2 == 1 ? 1 : -1;
      ring[at++] = 2 * i;
      ring[at++] = i == 0 || i == n ? 0 : neck * -side;
      if (i < n) {
        ring[at++] = 2 * i + 1;
        ring[at++] = side;
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double side = neck < 0 && i % 2 == 1 ? 1 : -1;
      ring[at++] = 2 * i + 1;
      ring[at++] = -side;
      ring[at++] = 2 * i;
      ring[at++] = i == 0 ? 0 : neck * side;
    }
    return new Shapes().shell(ring).flat();
  }

  /** n wedges that all meet in one point, two of which overlap. */
  static FlatRings wheel(int n) {
    Shapes shapes = new Shapes();
    for (int i = 0; i < n; i++) {
      double from = 2 * Math.PI * i / n;
      double to = 2 * Math.PI * (i + (i == 0 ? 1.5 : 0.5)) / n;
      double[] wedge = {
        0, 0, Math.cos(from), Math.sin(from), Math.cos(to), Math.sin(to), 0, 0,
      };
      shapes.shell(wedge);
    }
    return shapes.flat();
  }

  /** Strips that are long, slanting and side by side: all of their boxes meet. */
  static FlatRings slantingStrips(int n) {
    Shapes strips = new Shapes();
    for (int i = 0; i < n; i++) {
      strips.shell(i, 0, i + 0.5, 0, i + 0.5 + n, n, i + n, n, i, 0);
    }
    return strips.shell(-9, 0, -5, 4, -5, 0, -9, 4, -9, 0).flat();
  }
}
