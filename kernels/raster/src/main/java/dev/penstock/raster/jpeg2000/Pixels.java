package dev.penstock.raster.jpeg2000;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes samples of what the filters leave: moved to where they belong, and within their range. */
final class Pixels {
  private Pixels() {}

  static int[] of(@Nullable Canvas canvas, Rect region, ImageSize.Component component) {
    Canvas from = Objects.requireNonNull(canvas);
    int half = 1 << (component.bits() - 1);
    int shift = component.signed() ? 0 : half;
    int least = shift - half;
    int most = least + 2 * half - 1;
    int width = region.width();
    int[] samples = new int[width * region.height()];
    int left = region.x0() - from.at().x0();
    for (int y = 0; y < region.height(); y++) {
      int row = region.y0() - from.at().y0() + y;
      int to = y * width;
      switch (from) {
        case ReversibleCanvas whole -> {
          int[] values = whole.rows()[row];
          for (int x = 0; x < width; x++) {
            samples[to + x] = Math.clamp((long) values[left + x] + shift, least, most);
          }
        }
        case IrreversibleCanvas broken -> {
          float[] values = broken.rows()[row];
          for (int x = 0; x < width; x++) {
            long value = (long) Math.rint(values[left + x]);
            samples[to + x] = Math.clamp(value + shift, least, most);
          }
        }
      }
    }
    return samples;
  }
}
