package dev.penstock.ndvi.picture;

import dev.penstock.raster.measure.IndexPixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What is kept of a field's pixels: an index in steps of a hundredth, a byte a pixel. Pictures are
 * drawn from it, in any colours, with nobody asked.
 *
 * @param cells row by row: {@link #NOTHING}, {@link #CLOUD}, or 1 for -1 up to 201 for 1
 */
public record Chip(int width, int height, byte[] cells) {
  /** Outside of the field, or without a value. */
  public static final int NOTHING = 0;

  /** Hidden by a cloud or its shadow. */
  public static final int CLOUD = 255;

  private static final int ZERO = 101;
  private static final int LARGEST = 256;

  /** Of a field's pixels; of a large one every second, third... */
  public static Chip of(IndexPixels pixels) {
    int step = (Math.max(pixels.width(), pixels.height()) + LARGEST - 1) / LARGEST;
    int every = Math.max(1, step);
    int width = (pixels.width() + every - 1) / every;
    int height = (pixels.height() + every - 1) / every;
    byte[] cells = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = y * every * pixels.width() + x * every;
        cells[y * width + x] = (byte) cell(pixels, from);
      }
    }
    return new Chip(width, height, cells);
  }

  private static int cell(IndexPixels pixels, int at) {
    if (pixels.clouded()[at]) {
      return CLOUD;
    }
    double value = pixels.values()[at];
    return Double.isNaN(value) ? NOTHING : ZERO + (int) Math.round(100 * Math.clamp(value, -1, 1));
  }

  /** The value of a cell that has one. */
  static double value(int cell) {
    return (cell - ZERO) / 100.0;
  }

  /** Whether a cell has a value. */
  static boolean valued(int cell) {
    return cell != NOTHING && cell != CLOUD;
  }

  /** As bytes, packed. */
  public byte[] pack() {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(cells);
      deflater.finish();
      var out = new ByteArrayOutputStream();
      out.writeBytes(
          ByteBuffer.allocate(4).putShort((short) width).putShort((short) height).array());
      byte[] piece = new byte[4096];
      while (!deflater.finished()) {
        out.write(piece, 0, deflater.deflate(piece));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * From bytes that {@link #pack} made.
   *
   * @throws IOException if they are others
   */
  public static Chip unpack(byte[] packed) throws IOException {
    var inflater = new Inflater();
    try {
      var head = ByteBuffer.wrap(packed);
      int width = head.getShort();
      int height = head.getShort();
      byte[] cells = new byte[width * height];
      inflater.setInput(packed, 4, packed.length - 4);
      int length = cells.length == 0 ? 0 : inflater.inflate(cells);
      if (length < cells.length) {
        throw new IOException("a picture is cut short");
      }
      return new Chip(width, height, cells);
    } catch (DataFormatException e) {
      throw new IOException("a picture is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
