package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through the packets of a tile in their order and tells each code-block where its bytes lie
 * (T.800, B.9 and B.10). Not thread-safe.
 */
final class Packets {
  private static final int SOP_BYTES = 6;
  private static final int MOST_PASSES = 3 * 31;

  private final HeaderBits bits;
  private final Parameters.Style style;
  private final List<Pending> pending = new ArrayList<>();

  /** Bytes that a header promises and that follow it. */
  private record Pending(CodeBlock block, int segment, int length, int passes, boolean needed) {}

  Packets(byte[] bytes, int from, int end, Parameters.Style style) {
    this.bits = new HeaderBits(bytes, from, end);
    this.style = style;
  }

  /** Reads the packets of these precincts, as far as the progression goes. */
  void read(Progression progression, List<Precinct> precincts) throws RasterException {
    int layers = Math.min(progression.layers(), style.layers());
    for (List<Precinct> group : progression.groups(precincts)) {
      for (int layer = 0; layer < layers; layer++) {
        for (Precinct precinct : group) {
          // A progression before this one may have been here already.
          if (precinct.layers() == layer) {
            packet(precinct, layer);
            precinct.layerRead();
          }
        }
      }
    }
  }

  private void packet(Precinct precinct, int layer) throws RasterException {
    if (style.sop() && bits.marked(Marker.SOP)) {
      bits.skip(SOP_BYTES);
    }
    if (bits.bit() == 1) {
      for (PrecinctBand band : precinct.bands()) {
        header(band, precinct.coding(), layer);
      }
    }
    bits.align();
    if (style.eph() && bits.marked(Marker.EPH)) {
      bits.skip(2);
    }
    for (Pending chunk : pending) {
      if (chunk.needed()) {
        chunk.block().chunk(chunk.segment(), bits.at(), chunk.length(), chunk.passes());
      }
      bits.skip(chunk.length());
    }
    pending.clear();
  }

  private void header(PrecinctBand band, Coding coding, int layer) throws RasterException {
    for (int row = 0; row < band.rows(); row++) {
      for (int column = 0; column < band.columns(); column++) {
        CodeBlock block = band.block(column, row);
        PrecinctBand.Blocks known = band.blocks();
        boolean here =
            block.included()
                ? bits.bit() == 1
                : known.inclusion().below(bits, column, row, layer + 1);
        if (here) {
          if (!block.included()) {
            block.include(missing(known.missingPlanes(), column, row, band.band()));
          }
          contribution(block, coding, !block.at().meet(band.band().needed()).empty());
        }
      }
    }
  }

  private int missing(TagTree tree, int column, int row, Band band) throws RasterException {
    int missing = 0;
    while (!tree.below(bits, column, row, missing + 1)) {
      missing++;
      if (missing > band.planes()) {
        throw Defects.corrupt("A code-block has fewer bit-planes than none.");
      }
    }
    return missing;
  }

  private void contribution(CodeBlock block, Coding coding, boolean needed) throws RasterException {
    int left = passes();
    if (block.passes() + left > MOST_PASSES) {
      throw Defects.corrupt("A code-block of more than %d passes.".formatted(MOST_PASSES));
    }
    while (bits.bit() == 1) {
      block.moreLengthBits();
      if (block.lengthBits() > 31) {
        throw Defects.corrupt("A code-block that is longer than any file.");
      }
    }
    while (left > 0) {
      int passes = block.room(coding, left);
      int width = block.lengthBits() + 31 - Integer.numberOfLeadingZeros(passes);
      if (width > 31) {
        throw Defects.corrupt("A code-block that is longer than any file.");
      }
      pending.add(new Pending(block, block.segment(), bits.bits(width), passes, needed));
      block.add(passes);
      left -= passes;
    }
  }

  /** How many passes a packet adds to a code-block: 1, 2, 3 to 5, 6 to 36, 37 to 164. */
  private int passes() throws RasterException {
    if (bits.bit() == 0) {
      return 1;
    }
    if (bits.bit() == 0) {
      return 2;
    }
    int few = bits.bits(2);
    if (few < 3) {
      return 3 + few;
    }
    int some = bits.bits(5);
    return some < 31 ? 6 + some : 37 + bits.bits(7);
  }
}
