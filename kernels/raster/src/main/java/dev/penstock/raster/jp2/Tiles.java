package dev.penstock.raster.jp2;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.jpeg2000.MainHeader;
import dev.penstock.raster.jpeg2000.OneTile;
import dev.penstock.raster.source.BlockCache;
import dev.penstock.raster.source.BlockKey;
import dev.penstock.raster.source.RangeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Codestreams of one tile each, from the cache or from the file. Thread-safe.
 *
 * @param cache where they are shared with others; null for none
 */
record Tiles(
    RangeSource source, TileSource tiles, MainHeader header, @Nullable BlockCache<byte[]> cache) {

  List<byte[]> read(List<Integer> wanted) throws RasterException, InterruptedException {
    if (cache == null) {
      return load(wanted);
    }
    String identity = source.identity();
    List<BlockKey> keys = wanted.stream().map(tile -> new BlockKey(identity, 0, tile)).toList();
    Map<BlockKey, byte[]> found =
        cache.get(
            keys,
            missing -> load(missing.stream().map(BlockKey::block).toList()),
            source.patience());
    return keys.stream().map(found::get).toList();
  }

  private List<byte[]> load(List<Integer> wanted) throws RasterException, InterruptedException {
    List<byte[]> streams = new ArrayList<>();
    List<List<byte[]>> parts = tiles.read(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      streams.add(OneTile.of(header, wanted.get(i), parts.get(i)));
    }
    return streams;
  }
}
