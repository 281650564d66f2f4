package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.ArrayList;
import java.util.List;

/**
 * The one tile of a codestream: its resolutions, and the bytes of its packets. Not thread-safe.
 *
 * @param components of each its resolutions, the coarsest first
 */
record Tile(Rect at, Parameters parameters, List<List<Resolution>> components) {
  private static final int MOST_PRECINCTS = 1 << 18;
  private static final int MOST_BLOCKS = 1 << 20;

  /**
   * Lays a tile out.
   *
   * @param request which region at which reduction is wanted
   * @param wanted which components are
   */
  static Tile lay(ImageSize size, Parameters parameters, TileRequest request, List<Integer> wanted)
      throws RasterException {
    List<List<Resolution>> components = new ArrayList<>();
    Rect at = size.tile(0);
    long precincts = 0;
    long blocks = 0;
    for (int component = 0; component < size.components().size(); component++) {
      int bits = size.components().get(component).bits();
      Resolutions layout =
          new Resolutions(
              parameters.coding(component), parameters.quantization(component), component, bits);
      List<Resolution> resolutions =
          layout.lay(at, request.reduce(), wanted.contains(component) ? request.region() : null);
      for (Resolution resolution : resolutions) {
        precincts += resolution.precincts();
        blocks += resolution.blocks();
      }
      if (precincts > MOST_PRECINCTS || blocks > MOST_BLOCKS) {
        throw Defects.tooLarge(
            "A tile of %d precincts, %d code-blocks.".formatted(precincts, blocks));
      }
      components.add(resolutions);
    }
    return new Tile(at, parameters, components);
  }

  /** Goes through the packets; the precincts with what was found, by component and resolution. */
  List<Precinct> read(byte[] packets) throws RasterException {
    List<Precinct> precincts = new ArrayList<>();
    for (List<Resolution> resolutions : components) {
      for (Resolution resolution : resolutions) {
        precincts.addAll(resolution.precincts(at));
      }
    }
    Packets reader = new Packets(packets, 0, packets.length, parameters.style());
    for (Progression progression : parameters.progressions()) {
      reader.read(progression, precincts);
    }
    return precincts;
  }
}
