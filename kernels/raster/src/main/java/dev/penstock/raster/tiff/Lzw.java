package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * LZW as in TIFF 6: codes of 9 to 12 bits, highest bit first, wider one code early. Each code is
 * kept as the place in the output where its text stands already, so nothing is followed backwards.
 */
final class Lzw {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST = 258;
  private static final int CODES = 4096;

  private final ByteBuffer packed;
  private final byte[] into;
  private final int[] start = new int[CODES];
  private final int[] size = new int[CODES];
  private int length;
  private int next = FIRST;
  private int width = 9;
  private long bits;
  private int held;

  Lzw(ByteBuffer packed, byte[] into) {
    this.packed = packed;
    this.into = into;
    Arrays.fill(size, 0, CLEAR, 1);
  }

  void unpack() throws RasterException {
    int previous = -1;
    while (length < into.length) {
      int code = code();
      if (code == END) {
        throw ended();
      }
      if (code == CLEAR) {
        next = FIRST;
        width = 9;
        previous = -1;
        continue;
      }
      int began = length;
      emit(code, previous);
      if (previous >= 0) {
        learn(previous, began);
      }
      previous = code;
    }
  }

  private RasterException ended() {
    return Faults.corrupt("An LZW block ends after %d of %d bytes.".formatted(length, into.length));
  }

  private int code() throws RasterException {
    while (held < width) {
      if (!packed.hasRemaining()) {
        throw ended();
      }
      bits = (bits << 8) | (packed.get() & 0xff);
      held += 8;
    }
    held -= width;
    return (int) (bits >>> held) & ((1 << width) - 1);
  }

  private void emit(int code, int previous) throws RasterException {
    if (code < 256) {
      into[length++] = (byte) code;
      return;
    }
    // The code that is learnt just now: the previous text and its own first byte.
    boolean unborn = code == next && previous >= 0 && next < CODES;
    if (code >= next && !unborn) {
      throw Faults.corrupt("An LZW block uses code %d before it was made.".formatted(code));
    }
    int from = unborn ? length - size[previous] : start[code];
    int run = unborn ? size[previous] + 1 : size[code];
    int fits = Math.min(run, into.length - length);
    // By single bytes: the text may run into itself.
    for (int i = 0; i < fits; i++) {
      into[length + i] = into[from + i];
    }
    length += fits;
  }

  /** The text of the previous code and one byte more: it stands right before the last text. */
  private void learn(int previous, int began) {
    if (next >= CODES) {
      return;
    }
    start[next] = began - size[previous];
    size[next] = size[previous] + 1;
    next++;
    if (next + 1 >= (1 << width) && width < 12) {
      width++;
    }
  }
}
