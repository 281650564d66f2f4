package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.SampleType;
import dev.penstock.raster.pixel.Samples;
import dev.penstock.raster.pixel.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Puts a window together from the blocks that it touches. */
final class WindowReader {
  private static final long MOST_BYTES = 1L << 29;

  private final Image image;
  private final Window window;
  private final byte[] nothing;

  /**
   * @param nothing the sample that stands where the file leaves a block out
   */
  WindowReader(Image image, Window window, byte[] nothing) {
    this.image = image;
    this.window = window;
    this.nothing = nothing;
  }

  /** The window in each of the bands. */
  List<Samples> read(List<Integer> bands, Blocks blocks)
      throws RasterException, InterruptedException {
    List<Integer> needed = needed(bands);
    long unpacked =
        image.packing().rowBytes(image.grid().blockWidth())
            * image.grid().blockHeight()
            * needed.size();
    if (unpacked > MOST_BYTES) {
      throw Faults.tooLarge("A window whose blocks take %d bytes.".formatted(unpacked));
    }
    Map<Integer, byte[]> read = blocks.read(image, needed);
    List<Samples> windows = new ArrayList<>();
    for (int band : bands) {
      windows.add(assemble(band, read));
    }
    return windows;
  }

  private List<Integer> needed(List<Integer> bands) {
    var needed = new TreeSet<Integer>();
    for (int band : bands) {
      for (int row = firstRow(); row <= lastRow(); row++) {
        for (int column = firstColumn(); column <= lastColumn(); column++) {
          needed.add(image.grid().block(column, row, image.plane(band)));
        }
      }
    }
    return List.copyOf(needed);
  }

  private int firstRow() {
    return window.y() / image.grid().blockHeight();
  }

  private int lastRow() {
    return (window.y() + window.height() - 1) / image.grid().blockHeight();
  }

  private int firstColumn() {
    return window.x() / image.grid().blockWidth();
  }

  private int lastColumn() {
    return (window.x() + window.width() - 1) / image.grid().blockWidth();
  }

  private Samples assemble(int band, Map<Integer, byte[]> read) {
    SampleType type = image.packing().type();
    byte[] bytes = new byte[window.width() * window.height() * type.bytes()];
    for (int row = firstRow(); row <= lastRow(); row++) {
      for (int column = firstColumn(); column <= lastColumn(); column++) {
        int block = image.grid().block(column, row, image.plane(band));
        byte[] samples = read.getOrDefault(block, new byte[0]);
        copy(samples, column, row, image.place(band), bytes);
      }
    }
    return new Samples(type, window.width(), window.height(), bytes);
  }

  private void copy(byte[] block, int column, int row, int place, byte[] into) {
    Grid grid = image.grid();
    int left = Math.max(window.x(), column * grid.blockWidth());
    int right = (int) Math.min(window.x() + window.width(), (column + 1L) * grid.blockWidth());
    int top = Math.max(window.y(), row * grid.blockHeight());
    int bottom = (int) Math.min(window.y() + window.height(), (row + 1L) * grid.blockHeight());
    int size = nothing.length;
    int step = image.samples() * size;
    for (int y = top; y < bottom; y++) {
      int to = ((y - window.y()) * window.width() + left - window.x()) * size;
      int pixel = (y - row * grid.blockHeight()) * grid.blockWidth() + left;
      int from = (pixel - column * grid.blockWidth()) * step + place * size;
      if (block.length == 0) {
        fill(into, to, right - left);
      } else if (image.samples() == 1) {
        System.arraycopy(block, from, into, to, (right - left) * size);
      } else {
        pick(block, from, into, to, right - left);
      }
    }
  }

  private void fill(byte[] into, int to, int count) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(nothing, 0, into, to + i * nothing.length, nothing.length);
    }
  }

  /** Every so many samples of a block in which bands lie side by side. */
  private void pick(byte[] block, int from, byte[] into, int to, int count) {
    int size = nothing.length;
    int step = image.samples() * size;
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < size; b++) {
        into[to + i * size + b] = block[from + i * step + b];
      }
    }
  }
}
