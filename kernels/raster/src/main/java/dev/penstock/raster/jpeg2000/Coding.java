package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.Arrays;
import java.util.List;

/**
 * How a component of a tile is coded.
 *
 * @param levels decompositions
 * @param blockWidth of code-blocks, as a power of two
 * @param blockHeight of code-blocks, as a power of two
 * @param style flags of code-blocks
 * @param reversible the 5/3 filter, else the 9/7
 * @param precincts width and height as powers of two, of each resolution from the coarsest
 */
record Coding(
    int levels,
    int blockWidth,
    int blockHeight,
    int style,
    boolean reversible,
    List<Precincts> precincts) {
  static final int BYPASS = 1;
  static final int RESET = 2;
  static final int TERMINATE = 4;
  static final int VERTICALLY_CAUSAL = 8;
  static final int SEGMENT_SYMBOLS = 32;

  private static final int MOST_LEVELS = 32;
  private static final int KNOWN_STYLES = 63;

  /** The size of precincts, as powers of two. */
  record Precincts(int width, int height) {}

  /**
   * @param own whether the segment lists sizes of precincts
   */
  static Coding read(Segment segment, boolean own) throws RasterException {
    int levels = segment.u8();
    int width = segment.u8() + 2;
    int height = segment.u8() + 2;
    int style = segment.u8();
    int filter = segment.u8();
    if (levels > MOST_LEVELS || width > 10 || height > 10 || width + height > 12) {
      throw Defects.malformed(
          "%d decompositions, code-blocks of 2^%d x 2^%d.".formatted(levels, width, height));
    }
    if ((style & ~KNOWN_STYLES) != 0) {
      throw Defects.unsupported("Code-blocks of style %d (high throughput).".formatted(style));
    }
    if (filter > 1) {
      throw Defects.unsupported("The wavelet filter %d.".formatted(filter));
    }
    Precincts[] precincts = new Precincts[levels + 1];
    Arrays.fill(precincts, new Precincts(15, 15));
    for (int i = 0; own && i <= levels; i++) {
      int size = segment.u8();
      precincts[i] = new Precincts(size & 15, size >> 4);
      if (i > 0 && (precincts[i].width() == 0 || precincts[i].height() == 0)) {
        throw Defects.malformed("Precincts that hold no coefficient.");
      }
    }
    return new Coding(levels, width, height, style, filter == 1, List.of(precincts));
  }

  boolean has(int flag) {
    return (style & flag) != 0;
  }

  /** How many passes a segment of a code-block's bytes may hold. */
  int passesIn(int segment) {
    if (has(TERMINATE)) {
      return 1;
    }
    if (!has(BYPASS)) {
      return Integer.MAX_VALUE;
    }
    // Ten passes; then two raw ones and one that is not, in turn.
    return segment == 0 ? 10 : 2 - (segment + 1) % 2;
  }
}
