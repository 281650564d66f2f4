package dev.penstock.raster.jp2;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.jpeg2000.MainHeader;
import dev.penstock.raster.source.ByteRange;
import dev.penstock.raster.source.Coalesced;
import dev.penstock.raster.source.RangeSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tiles of a file that lists how long each of their parts is. */
final class ListedTiles implements TileSource {
  private final RangeSource source;
  private final int tiles;
  private final Map<Integer, List<ByteRange>> places = new HashMap<>();

  /**
   * @param first where the first part of a tile begins
   */
  ListedTiles(RangeSource source, MainHeader header, long first, Jp2Limits limits)
      throws RasterException {
    this.source = source;
    this.tiles = header.size().tiles();
    long at = first;
    int next = 0;
    for (MainHeader.TileLength part : header.lengths()) {
      int tile = part.tile() < 0 ? next++ : part.tile();
      if (part.bytes() < TilePart.BYTES || part.bytes() > limits.tileBytes()) {
        throw Defects.tooLarge("A part of a tile of %d bytes.".formatted(part.bytes()));
      }
      places
          .computeIfAbsent(tile, t -> new ArrayList<>())
          .add(new ByteRange(at, (int) part.bytes()));
      at += part.bytes();
    }
  }

  @Override
  public List<List<byte[]>> read(List<Integer> wanted)
      throws RasterException, InterruptedException {
    List<ByteRange> ranges = new ArrayList<>();
    for (int tile : wanted) {
      List<ByteRange> parts = places.get(tile);
      if (parts == null) {
        throw Defects.malformed("The file's index does not list tile %d.".formatted(tile));
      }
      ranges.addAll(parts);
    }
    List<ByteBuffer> read = Coalesced.read(source, ranges);
    List<List<byte[]>> found = new ArrayList<>();
    int next = 0;
    for (int tile : wanted) {
      List<byte[]> parts = new ArrayList<>();
      for (ByteRange range : places.getOrDefault(tile, List.of())) {
        parts.add(part(read.get(next++), tile, range));
      }
      found.add(parts);
    }
    return found;
  }

  private byte[] part(ByteBuffer read, int tile, ByteRange range) throws RasterException {
    boolean there =
        TilePart.read(read, 0, tiles)
            .filter(part -> part.tile() == tile)
            .filter(part -> part.length() == 0 || part.length() == range.length())
            .isPresent();
    if (!there) {
      throw Defects.malformed(
          "The file's index says that tile %d lies at %d, and it does not."
              .formatted(tile, range.from()));
    }
    byte[] bytes = new byte[range.length()];
    read.get(0, bytes);
    return bytes;
  }
}
