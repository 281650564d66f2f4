package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes in Java alone, and of a tile only the code-blocks that the region needs. Thread-safe.
 *
 * <p>Regions of interest, packed packet headers and high throughput coding are refused by name.
 */
public final class PureDecoder implements TileDecoder {

  @Override
  public List<int[]> decode(TileRequest request) throws RasterException, InterruptedException {
    Codestream stream = Codestream.read(request.codestream());
    ImageSize size = stream.size();
    for (int band : request.bands()) {
      Objects.checkIndex(band, size.components().size());
    }
    boolean mixed = stream.parameters().style().mixed();
    List<Integer> wanted = Mixing.needed(request.bands(), mixed, size.components().size());
    Tile tile = Tile.lay(size, stream.parameters(), request, wanted);
    if (!tile.at().halved(request.reduce()).holds(request.region()) || request.region().empty()) {
      throw new IndexOutOfBoundsException(request.region() + " is not within the tile");
    }
    List<Precinct> precincts = tile.read(stream.packets());
    BlockReader blocks = new BlockReader(stream.packets());
    @Nullable Canvas[] canvases = new Canvas[size.components().size()];
    for (int component : wanted) {
      List<Resolution> resolutions = tile.components().get(component);
      canvases[component] = canvas(resolutions, request.reduce(), precincts, blocks);
    }
    if (mixed) {
      Mixing.unmix(canvases);
    }
    List<int[]> samples = new ArrayList<>();
    for (int band : request.bands()) {
      samples.add(Pixels.of(canvases[band], request.region(), size.components().get(band)));
    }
    return samples;
  }

  private static Canvas canvas(
      List<Resolution> resolutions, int reduce, List<Precinct> precincts, BlockReader blocks)
      throws RasterException, InterruptedException {
    @Nullable Canvas below = null;
    for (Resolution resolution : resolutions.subList(0, resolutions.size() - reduce)) {
      Canvas canvas = Canvas.of(resolution.window(), resolution.coding().reversible());
      for (Precinct precinct : precincts) {
        if (precinct.of(resolution)) {
          put(precinct, canvas, blocks);
        }
      }
      if (below != null) {
        canvas.weave(below);
        canvas.filter();
      }
      below = canvas;
    }
    return Objects.requireNonNull(below);
  }

  private static void put(Precinct precinct, Canvas canvas, BlockReader blocks)
      throws RasterException, InterruptedException {
    for (PrecinctBand band : precinct.bands()) {
      for (CodeBlock block : band.found()) {
        if (block.chunks() > 0) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          canvas.put(blocks.read(block, band.band(), precinct.coding()), block, band.band());
        }
      }
    }
  }
}
