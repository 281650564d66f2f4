package dev.penstock.ndvi.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG of 256 colours, of which the first is transparent (ISO/IEC 15948). */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 137, 80, 78, 71, 13, 10, 26, 10};
  private static final byte DEPTH = 8;
  private static final byte INDEXED = 3;

  private Png() {}

  /**
   * A picture.
   *
   * @param cells row by row, numbers of colours
   * @param palette red, green and blue of each
   */
  static byte[] indexed(int width, int height, byte[] cells, int[] palette) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    byte[] head =
        ByteBuffer.allocate(13).putInt(width).putInt(height).put(DEPTH).put(INDEXED).array();
    piece(out, "IHDR", head);
    byte[] colours = new byte[3 * palette.length];
    for (int i = 0; i < palette.length; i++) {
      colours[3 * i] = (byte) (palette[i] >> 16);
      colours[3 * i + 1] = (byte) (palette[i] >> 8);
      colours[3 * i + 2] = (byte) palette[i];
    }
    piece(out, "PLTE", colours);
    piece(out, "tRNS", new byte[] {0});
    piece(out, "IDAT", deflated(width, height, cells));
    piece(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void piece(ByteArrayOutputStream out, String type, byte[] body) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    out.writeBytes(name);
    out.writeBytes(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  private static byte[] deflated(int width, int height, byte[] cells) {
    byte[] rows = new byte[height * (width + 1)];
    for (int y = 0; y < height; y++) {
      // The byte before each row says that it is not filtered.
      System.arraycopy(cells, y * width, rows, y * (width + 1) + 1, width);
    }
    var deflater = new Deflater();
    try {
      deflater.setInput(rows);
      deflater.finish();
      var out = new ByteArrayOutputStream();
      byte[] piece = new byte[8192];
      while (!deflater.finished()) {
        out.write(piece, 0, deflater.deflate(piece));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
