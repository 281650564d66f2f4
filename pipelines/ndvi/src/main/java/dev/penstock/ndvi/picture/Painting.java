package dev.penstock.ndvi.picture;

import java.util.Arrays;

/**
 * How a field is drawn.
 *
 * @param ramp its colours
 * @param stretched whether these span the field's own values, from the 2nd to the 98th percentile,
 *     and not all from -1 to 1
 * @param scale pixels of the picture for one of the scene
 * @param legend whether a bar with the ramp stands below
 */
public record Painting(Ramp ramp, boolean stretched, int scale, boolean legend) {
  /** Greens over all values. */
  public static final Painting USUAL = new Painting(Ramp.GREENS, false, 4, true);

  private static final int CLOUD_COLOUR = 0xdfe7f2;
  private static final int BAR = 12;
  private static final int GAP = 4;

  /** Palette: 0 is nothing and transparent, 255 cloud, the others as in the chip. */
  private static final int COLOURS = 256;

  /** The picture as PNG. */
  public byte[] png(Chip chip) {
    double[] ends = ends(chip);
    int[] palette = new int[COLOURS];
    for (int cell = 1; cell < COLOURS - 1; cell++) {
      double value = Math.clamp(Chip.value(cell), -1, 1);
      double place = ends[0] < ends[1] ? (value - ends[0]) / (ends[1] - ends[0]) : 0.5;
      palette[cell] = ramp.colour(stretched ? Math.clamp(2 * place - 1, -1, 1) : value);
    }
    palette[Chip.CLOUD] = CLOUD_COLOUR;
    int width = Math.max(1, chip.width() * scale);
    int picture = Math.max(1, chip.height() * scale);
    int height = picture + (legend ? GAP + BAR : 0);
    byte[] cells = new byte[width * height];
    for (int y = 0; y < chip.height() * scale; y++) {
      for (int x = 0; x < chip.width() * scale; x++) {
        cells[y * width + x] = chip.cells()[y / scale * chip.width() + x / scale];
      }
    }
    if (legend) {
      bar(cells, width, picture + GAP, ends);
    }
    return Png.indexed(width, height, cells, palette);
  }

  /** From the least to the greatest value that has a colour of its own. */
  private static void bar(byte[] cells, int width, int top, double[] ends) {
    for (int x = 0; x < width; x++) {
      double value = ends[0] + (ends[1] - ends[0]) * (width == 1 ? 0 : x / (width - 1.0));
      byte cell = (byte) (101 + Math.round(100 * value));
      for (int y = top; y < top + BAR; y++) {
        cells[y * width + x] = cell;
      }
    }
  }

  private double[] ends(Chip chip) {
    if (!stretched) {
      return new double[] {-1, 1};
    }
    int[] valued = new int[chip.cells().length];
    int count = 0;
    for (byte each : chip.cells()) {
      if (Chip.valued(each & 255)) {
        valued[count++] = each & 255;
      }
    }
    if (count == 0) {
      return new double[] {-1, 1};
    }
    Arrays.sort(valued, 0, count);
    return new double[] {
      Chip.value(valued[(int) (0.02 * (count - 1))]),
      Chip.value(valued[(int) Math.ceil(0.98 * (count - 1))])
    };
  }
}
