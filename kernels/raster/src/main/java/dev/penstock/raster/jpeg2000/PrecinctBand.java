package dev.penstock.raster.jpeg2000;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The code-blocks of one band in a precinct. They come to be when a packet first tells of them. Not
 * thread-safe.
 */
final class PrecinctBand {
  private final Band band;
  private final Rect at;
  private final int width;
  private final int height;
  private final Rect grid;
  private @Nullable Blocks blocks;

  /** The code-blocks, row by row, and what is told of all of them together. */
  record Blocks(TagTree inclusion, TagTree missingPlanes, @Nullable CodeBlock[] all) {}

  /**
   * @param at the coefficients of the band that lie in the precinct
   * @param width of code-blocks there, as a power of two
   * @param height of code-blocks there, as a power of two
   */
  PrecinctBand(Band band, Rect at, int width, int height) {
    this.band = band;
    this.at = at;
    this.width = width;
    this.height = height;
    this.grid =
        at.empty()
            ? new Rect(0, 0, 0, 0)
            : new Rect(
                at.x0() >> width,
                at.y0() >> height,
                ((at.x1() - 1) >> width) + 1,
                ((at.y1() - 1) >> height) + 1);
  }

  Band band() {
    return band;
  }

  int columns() {
    return grid.width();
  }

  int rows() {
    return grid.height();
  }

  Blocks blocks() {
    if (blocks == null) {
      blocks =
          new Blocks(
              new TagTree(columns(), rows()),
              new TagTree(columns(), rows()),
              new CodeBlock[columns() * rows()]);
    }
    return blocks;
  }

  /** The code-blocks that packets told of. */
  List<CodeBlock> found() {
    List<CodeBlock> found = new ArrayList<>();
    if (blocks != null) {
      for (CodeBlock block : blocks.all()) {
        if (block != null) {
          found.add(block);
        }
      }
    }
    return found;
  }

  CodeBlock block(int column, int row) {
    Blocks known = blocks();
    int place = row * columns() + column;
    CodeBlock block = known.all()[place];
    if (block == null) {
      int left = (grid.x0() + column) << width;
      int top = (grid.y0() + row) << height;
      Rect whole = new Rect(left, top, left + (1 << width), top + (1 << height));
      block = new CodeBlock(whole.meet(at));
      known.all()[place] = block;
    }
    return block;
  }
}
