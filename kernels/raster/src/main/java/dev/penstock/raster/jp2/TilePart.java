package dev.penstock.raster.jp2;

import dev.penstock.raster.jpeg2000.Marker;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the mark at the beginning of a part of a tile tells.
 *
 * @param tile from 0
 * @param length with the mark itself; 0 if it goes on to the end of the codestream
 * @param part of the tile, from 0
 * @param parts of the tile; 0 if it does not tell
 */
record TilePart(int tile, long length, int part, int parts) {
  static final int BYTES = 12;
  private static final int LENGTH = 10;

  /** Reads one; empty if there is none. */
  static Optional<TilePart> read(ByteBuffer bytes, int at, int tiles) {
    if (at + BYTES > bytes.limit()
        || (bytes.getShort(at) & 0xffff) != Marker.SOT
        || bytes.getShort(at + 2) != LENGTH) {
      return Optional.empty();
    }
    TilePart part =
        new TilePart(
            bytes.getShort(at + 4) & 0xffff,
            bytes.getInt(at + 6) & 0xffffffffL,
            bytes.get(at + 10) & 0xff,
            bytes.get(at + 11) & 0xff);
    boolean possible =
        part.tile < tiles
            && (part.length == 0 || part.length >= BYTES + 2)
            && (part.parts == 0 || part.part < part.parts);
    return possible ? Optional.of(part) : Optional.empty();
  }

  /** Whether no other part of the tile follows. */
  boolean last() {
    return part + 1 == parts;
  }
}
