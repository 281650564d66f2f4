package dev.penstock.raster.jpeg2000;

/** Fractions and the 9/7 filter (T.800, F.3.8.2). Not thread-safe. */
final class IrreversibleCanvas implements Canvas {
  private static final float LOW = (float) 1.230174104914001;

  /**
   * The standard has 1 / K, which is 0.812893; OpenJPEG, and with it GDAL, has 6659 / 8192. Of
   * lossy pixels 2 in 1,000 differ by one. We are with them: whatever decodes, figures are the
   * same.
   */
  private static final float HIGH = 6659f / 8192;

  /**
   * Delta, gamma, beta and alpha: even and odd samples in turn lose so much of their neighbours.
   */
  private static final float[] STEPS = {
    (float) 0.443506852043971,
    (float) 0.882911075530934,
    (float) -0.052980118572961,
    (float) -1.586134342059924
  };

  private final Rect at;
  private final float[][] rows;

  IrreversibleCanvas(Rect at) {
    this.at = at;
    this.rows = new float[at.height()][at.width()];
  }

  @Override
  public Rect at() {
    return at;
  }

  /** The pixels, row by row. */
  float[][] rows() {
    return rows;
  }

  @Override
  public void weave(Canvas below) {
    IrreversibleCanvas lower = (IrreversibleCanvas) below;
    Rect wanted = at.band(false, false);
    for (int v = wanted.y0(); v < wanted.y1(); v++) {
      float[] from = lower.rows[v - lower.at.y0()];
      float[] to = rows[2 * v - at.y0()];
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
    float unit = 0.5f * band.step();
    for (int v = wanted.y0(); v < wanted.y1(); v++) {
      float[] to = rows[Canvas.woven(v, band.highY(), lowest) - at.y0()];
      int x = Canvas.woven(wanted.x0(), band.highX(), lowest) - at.x0();
      for (int u = wanted.x0(); u < wanted.x1(); u++, x += step) {
        int value = block.value(u - of.at().x0(), v - of.at().y0());
        float magnitude = (value & Integer.MAX_VALUE) * unit;
        to[x] = value < 0 ? -magnitude : magnitude;
      }
    }
  }

  @Override
  public void filter() {
    if (at.width() > 1) {
      for (float[] row : rows) {
        filter(row, at.x0() & 1);
      }
    } else if ((at.x0() & 1) == 1) {
      for (float[] row : rows) {
        row[0] /= 2;
      }
    }
    if (at.height() > 1) {
      columns(at.y0() & 1);
    } else if ((at.y0() & 1) == 1) {
      for (int x = 0; x < at.width(); x++) {
        rows[0][x] /= 2;
      }
    }
  }

  /**
   * @param even which is the first even sample
   */
  private static void filter(float[] row, int even) {
    for (int x = even; x < row.length; x += 2) {
      row[x] *= LOW;
    }
    for (int x = 1 - even; x < row.length; x += 2) {
      row[x] *= HIGH;
    }
    for (int step = 0; step < STEPS.length; step++) {
      lift(row, step % 2 == 0 ? even : 1 - even, STEPS[step]);
    }
  }

  private static void lift(float[] row, int first, float by) {
    int last = row.length - 1;
    if (first == 0) {
      row[0] -= by * (row[1] + row[1]);
    }
    int x = first == 0 ? 2 : 1;
    for (; x < last; x += 2) {
      row[x] -= by * (row[x - 1] + row[x + 1]);
    }
    if (x == last) {
      row[x] -= by * (row[x - 1] + row[x - 1]);
    }
  }

  private void columns(int even) {
    for (int y = 0; y < rows.length; y++) {
      scale(rows[y], y % 2 == even ? LOW : HIGH);
    }
    for (int step = 0; step < STEPS.length; step++) {
      for (int y = step % 2 == 0 ? even : 1 - even; y < rows.length; y += 2) {
        lift(rows[y], beside(y - 1), beside(y + 1), STEPS[step]);
      }
    }
  }

  /** Rows go on beyond the edge as in a mirror. */
  private float[] beside(int y) {
    return rows[y < 0 ? 1 : y == rows.length ? y - 2 : y];
  }

  private static void scale(float[] row, float by) {
    for (int x = 0; x < row.length; x++) {
      row[x] *= by;
    }
  }

  private static void lift(float[] row, float[] above, float[] below, float by) {
    for (int x = 0; x < row.length; x++) {
      row[x] -= by * (above[x] + below[x]);
    }
  }
}
