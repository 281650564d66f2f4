package dev.penstock.raster.jpeg2000;

/** Whole numbers and the 5/3 filter (T.800, F.3.8.1): what went in comes out. Not thread-safe. */
final class ReversibleCanvas implements Canvas {
  private final Rect at;
  private final int[][] rows;

  ReversibleCanvas(Rect at) {
    this.at = at;
    this.rows = new int[at.height()][at.width()];
  }

  @Override
  public Rect at() {
    return at;
  }

  /** The pixels, row by row. */
  int[][] rows() {
    return rows;
  }

  @Override
  public void weave(Canvas below) {
    ReversibleCanvas lower = (ReversibleCanvas) below;
    Rect wanted = at.band(false, false);
    for (int v = wanted.y0(); v < wanted.y1(); v++) {
      int[] from = lower.rows[v - lower.at.y0()];
      int[] to = rows[2 * v - at.y0()];
      for (int u = wanted.x0(); u < wanted.x1(); u++) {
        to[2 * u - at.x0()] = from[u - lower.at.x0()];
      }
    }
  }

  @Override
  public void put(BlockDecoder block, CodeBlock of, Band band) {
    Rect wanted = of.at().meet(band.needed());
    boolean lowest = band.orientation() == 0;
    int step = lowest ? 1 : 2;

    for (int v = wanted.y0(); v < wanted.y1(); v++) {
      int[] to = rows[Canvas.woven(v, band.highY(), lowest) - at.y0()];
      int x = Canvas.woven(wanted.x0(), band.highX(), lowest) - at.x0();
      for (int u = wanted.x0(); u < wanted.x1(); u++, x += step) {
        int value = block.value(u - of.at().x0(), v - of.at().y0());
        int magnitude = (value & Integer.MAX_VALUE) >> 1;
        to[x] = value < 0 ? -magnitude : magnitude;
      }
    }
  }

  @Override
  public void filter() {
    int width = at.width();
    if (width == 1 && (at.x0() & 1) == 1) {
      for (int[] row : rows) {
        row[0] /= 2;
      }
    } else if (width > 1) {
      for (int[] row : rows) {
        lower(row, at.x0() & 1);
        raise(row, 1 - (at.x0() & 1));
      }
    }
    columns();
  }

  /** From the even samples goes a quarter of their neighbours. */
  private static void lower(int[] row, int first) {
    int last = row.length - 1;
    if (first == 0) {
      row[0] -= (2 * row[1] + 2) >> 2;
    }
    int x = first == 0 ? 2 : 1;
    for (; x < last; x += 2) {
      row[x] -= (row[x - 1] + row[x + 1] + 2) >> 2;
    }
    if (x == last) {
      row[x] -= (2 * row[x - 1] + 2) >> 2;
    }
  }

  /** To the odd samples comes half of their neighbours. */
  private static void raise(int[] row, int first) {
    int last = row.length - 1;
    if (first == 0) {
      row[0] += row[1];
    }
    int x = first == 0 ? 2 : 1;
    for (; x < last; x += 2) {
      row[x] += (row[x - 1] + row[x + 1]) >> 1;
    }
    if (x == last) {
      row[x] += row[x - 1];
    }
  }

  private void columns() {
    int height = at.height();
    int first = at.y0() & 1;
    if (height == 1 && first == 1) {
      for (int x = 0; x < at.width(); x++) {
        rows[0][x] /= 2;
      }
    } else if (height > 1) {
      for (int y = first; y < height; y += 2) {
        lower(rows[y], beside(y - 1), beside(y + 1));
      }
      for (int y = 1 - first; y < height; y += 2) {
        raise(rows[y], beside(y - 1), beside(y + 1));
      }
    }
  }

  /** Rows go on beyond the edge as in a mirror. */
  private int[] beside(int y) {
    return rows[y < 0 ? 1 : y == rows.length ? y - 2 : y];
  }

  private static void lower(int[] row, int[] above, int[] below) {
    for (int x = 0; x < row.length; x++) {
      row[x] -= (above[x] + below[x] + 2) >> 2;
    }
  }

  private static void raise(int[] row, int[] above, int[] below) {
    for (int x = 0; x < row.length; x++) {
      row[x] += (above[x] + below[x]) >> 1;
    }
  }
}
