package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.Arrays;

/** Gathers the bytes of code-blocks and takes them through their passes. Not thread-safe. */
final class BlockReader {
  private static final int SIGNIFICANCE = 0;
  private static final int REFINEMENT = 1;

  /** Passes before the arithmetic coder is bypassed, where it is. */
  private static final int CODED_PASSES = 10;

  private final byte[] packets;
  private final BlockDecoder decoder = new BlockDecoder();
  private byte[] segment = new byte[4096];

  BlockReader(byte[] packets) {
    this.packets = packets;
  }

  /** The coefficients of a block; they are there until the next one is read. */
  BlockDecoder read(CodeBlock block, Band band, Coding coding) throws RasterException {
    int planes = band.planes() - block.missingPlanes();
    if (block.passes() > 3 * planes - 2) {
      throw Defects.corrupt(
          "A code-block of %d bit-planes with %d passes.".formatted(planes, block.passes()));
    }
    decoder.start(
        block.at().width(),
        block.at().height(),
        band.orientation(),
        coding.has(Coding.VERTICALLY_CAUSAL));
    int pass = 0;
    for (int chunk = 0; chunk < block.chunks(); ) {
      int end = chunk;
      int passes = 0;
      int length = 0;
      while (end < block.chunks() && block.chunkSegment(end) == block.chunkSegment(chunk)) {
        length = gather(block, end, length);
        passes += block.chunkPasses(end++);
      }
      boolean bypass = coding.has(Coding.BYPASS) && pass >= CODED_PASSES && kind(pass) != 2;
      start(length, bypass);
      for (int last = pass + passes; pass < last; pass++) {
        pass(pass, planes, bypass, coding);
      }
      chunk = end;
    }
    return decoder;
  }

  private int gather(CodeBlock block, int chunk, int length) {
    int more = block.chunkLength(chunk);
    int needed = length + more + ArithmeticDecoder.TAIL;
    if (needed > segment.length) {
      segment = Arrays.copyOf(segment, Math.max(needed, 2 * segment.length));
    }
    System.arraycopy(packets, block.chunkFrom(chunk), segment, length, more);
    return length + more;
  }

  private void start(int length, boolean bypass) {
    if (bypass) {
      decoder.startRaw(segment, 0, length);
    } else {
      Arrays.fill(segment, length, length + ArithmeticDecoder.TAIL, (byte) 0xff);
      decoder.startCoded(segment, 0);
    }
  }

  /** Of a plane there are three passes, but of the first only the last one. */
  private static int kind(int pass) {
    return (pass + 2) % 3;
  }

  private void pass(int pass, int planes, boolean bypass, Coding coding) {
    int plane = planes - 1 - (pass + 2) / 3;
    switch (kind(pass)) {
      case SIGNIFICANCE -> decoder.significance(plane, bypass);
      case REFINEMENT -> decoder.refinement(plane, bypass);
      default -> {
        decoder.cleanup(plane);
        if (coding.has(Coding.SEGMENT_SYMBOLS)) {
          decoder.segmentSymbol();
        }
      }
    }
    if (coding.has(Coding.RESET)) {
      decoder.resetContexts();
    }
  }
}
