package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.BlockCache;
import dev.penstock.raster.source.BlockKey;
import dev.penstock.raster.source.ByteRange;
import dev.penstock.raster.source.Coalesced;
import dev.penstock.raster.source.RangeSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches and unpacks blocks of an image, few requests for many. Thread-safe.
 *
 * @param cache where blocks are shared with others; null for none
 */
record Blocks(RangeSource source, @Nullable BlockCache<byte[]> cache) {

  /** The samples of each of these blocks; an empty array for one that the file leaves out. */
  Map<Integer, byte[]> read(Image image, List<Integer> blocks)
      throws RasterException, InterruptedException {
    if (cache == null) {
      List<byte[]> read = load(image, blocks);
      Map<Integer, byte[]> found = new HashMap<>();
      for (int i = 0; i < read.size(); i++) {
        found.put(blocks.get(i), read.get(i));
      }
      return found;
    }
    String identity = source.identity();
    List<BlockKey> keys = new ArrayList<>();
    for (int block : blocks) {
      keys.add(new BlockKey(identity, image.number(), block));
    }
    Map<Integer, byte[]> found = new HashMap<>();
    cache
        .get(
            keys,
            missing -> load(image, missing.stream().map(BlockKey::block).toList()),
            source.patience())
        .forEach((key, block) -> found.put(key.block(), block));
    return found;
  }

  private List<byte[]> load(Image image, List<Integer> blocks)
      throws RasterException, InterruptedException {
    List<Optional<ByteRange>> places = new ArrayList<>();
    for (int block : blocks) {
      places.add(image.range(block, source));
    }
    List<ByteBuffer> packed =
        Coalesced.read(source, places.stream().flatMap(Optional::stream).toList());
    Unpacker unpacker = new Unpacker(image.packing());
    List<byte[]> unpacked = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < blocks.size(); i++) {
      if (places.get(i).isEmpty()) {
        unpacked.add(new byte[0]);
        continue;
      }
      Grid grid = image.grid();
      int rows = grid.rows(grid.rowOf(blocks.get(i)));
      unpacked.add(unpacker.unpack(packed.get(next++), grid.blockWidth(), rows));
    }
    return unpacked;
  }
}
