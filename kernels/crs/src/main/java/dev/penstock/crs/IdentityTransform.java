package dev.penstock.crs;

import java.util.Objects;

/** Source and target are the same: nothing to do. */
final class IdentityTransform implements Transform {

  @Override
  public int apply(double[] ordinates, int from, int positions, int stride) {
    Objects.checkFromIndexSize(from, Math.max(0, (positions - 1) * stride + 2), ordinates.length);
    return -1;
  }

  @Override
  public boolean identity() {
    return true;
  }
}
