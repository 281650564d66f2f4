package dev.penstock.testkit.imagery;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.zip.Deflater;

/**
 * Writes small GeoTIFFs laid out like Cloud Optimized ones: the directory first, then tiles,
 * deflated. Samples are 16 bits or 8.
 *
 * @param size pixels of a side
 * @param tile pixels of a side of a tile
 * @param bytes of a sample
 * @param metres of a pixel
 */
public record TiffFile(int size, int tile, int bytes, double metres) {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ASCII = 2;
  private static final int DOUBLE = 12;
  private static final int HEADER = 8;

  private record Tag(int number, int type, int count, byte[] value) {}

  /**
   * A file.
   *
   * @param sample by column and row
   * @param left of the first pixel, in metres of UTM zone 32N
   * @param top likewise
   */
  public byte[] bytes(IntBinaryOperator sample, double left, double top) {
    int across = (size + tile - 1) / tile;
    List<byte[]> tiles = new ArrayList<>();
    for (int row = 0; row < across; row++) {
      for (int column = 0; column < across; column++) {
        tiles.add(tile(sample, column * tile, row * tile));
      }
    }
    List<Tag> tags = tags(tiles, 0, left, top);
    int end = HEADER + length(tags);
    return file(tags(tiles, end, left, top), tiles);
  }

  private byte[] tile(IntBinaryOperator sample, int left, int top) {
    byte[] raw = new byte[tile * tile * bytes];
    for (int y = 0; y < tile; y++) {
      for (int x = 0; x < tile; x++) {
        boolean inside = left + x < size && top + y < size;
        int value = inside ? sample.applyAsInt(left + x, top + y) : 0;
        int at = (y * tile + x) * bytes;
        raw[at] = (byte) value;
        if (bytes == 2) {
          raw[at + 1] = (byte) (value >> 8);
        }
      }
    }
    var deflater = new Deflater();
    deflater.setInput(raw);
    deflater.finish();
    var out = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    while (!deflater.finished()) {
      out.write(piece, 0, deflater.deflate(piece));
    }
    deflater.end();
    return out.toByteArray();
  }

  private List<Tag> tags(List<byte[]> tiles, int end, double left, double top) {
    int[] offsets = new int[tiles.size()];
    int[] lengths = new int[tiles.size()];
    int at = end;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      lengths[i] = tiles.get(i).length;
      at += lengths[i];
    }
    return List.of(
        numbers(256, LONG, size),
        numbers(257, LONG, size),
        numbers(258, SHORT, 8 * bytes),
        numbers(259, SHORT, 8),
        numbers(262, SHORT, 1),
        numbers(277, SHORT, 1),
        numbers(322, LONG, tile),
        numbers(323, LONG, tile),
        numbers(324, LONG, offsets),
        numbers(325, LONG, lengths),
        numbers(339, SHORT, 1),
        decimals(33550, metres, metres, 0),
        decimals(33922, 0, 0, 0, left, top, 0),
        numbers(34735, SHORT, 1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32632),
        new Tag(42113, ASCII, 2, "0\0".getBytes(StandardCharsets.US_ASCII)));
  }

  private static Tag numbers(int number, int type, int... values) {
    byte[] value = new byte[values.length * (type == SHORT ? 2 : 4)];
    ByteBuffer bytes = little(value);
    for (int each : values) {
      if (type == SHORT) {
        bytes.putShort((short) each);
      } else {
        bytes.putInt(each);
      }
    }
    return new Tag(number, type, values.length, value);
  }

  private static Tag decimals(int number, double... values) {
    byte[] value = new byte[8 * values.length];
    ByteBuffer bytes = little(value);
    for (double each : values) {
      bytes.putDouble(each);
    }
    return new Tag(number, DOUBLE, values.length, value);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int length(List<Tag> tags) {
    int beside = tags.stream().mapToInt(tag -> tag.value().length).filter(n -> n > 4).sum();
    return 2 + 12 * tags.size() + 4 + beside;
  }

  private static byte[] file(List<Tag> tags, List<byte[]> tiles) {
    int directory = 2 + 12 * tags.size() + 4;
    byte[] bytes = new byte[HEADER + length(tags)];
    ByteBuffer head = little(bytes);
    head.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(HEADER);
    head.putShort((short) tags.size());
    int beside = HEADER + directory;
    for (Tag tag : tags) {
      head.putShort((short) tag.number()).putShort((short) tag.type()).putInt(tag.count());
      int next = head.position() + 4;
      if (tag.value().length <= 4) {
        head.put(tag.value());
      } else {
        head.putInt(beside);
        head.put(beside, tag.value());
        beside += tag.value().length;
      }
      head.position(next);
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(bytes);
    tiles.forEach(out::writeBytes);
    return out.toByteArray();
  }
}
