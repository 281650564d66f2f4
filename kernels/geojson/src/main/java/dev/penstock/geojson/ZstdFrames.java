package dev.penstock.geojson;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Unwraps zstd (RFC 8878) strictly: every frame must be whole and its checksum right. Counts the
 * compressed bytes it used.
 */
final class ZstdFrames extends InputStream {
  /** A frame may ask for a window as large as it likes; more than this is not given to it. */
  private static final int LARGEST_WINDOW_LOG = 27;

  private final Counted in;
  private final ZstdInputStreamNoFinalizer frames;

  ZstdFrames(InputStream in) throws IOException {
    this.in = new Counted(in);
    this.frames = new ZstdInputStreamNoFinalizer(this.in);
    frames.setLongMax(LARGEST_WINDOW_LOG);
  }

  /** Whether bytes begin a frame, or one that is skipped. */
  static boolean begins(byte[] head) {
    if (head.length < 4) {
      return false;
    }
    boolean frame =
        head[0] == 0x28 && head[1] == (byte) 0xB5 && head[2] == 0x2F && head[3] == (byte) 0xFD;
    boolean skipped =
        (head[0] & 0xF0) == 0x50 && head[1] == 0x2A && head[2] == 0x4D && head[3] == 0x18;
    return frame || skipped;
  }

  /** Compressed bytes taken from the source so far. */
  long compressed() {
    return in.count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    try {
      return frames.read(target, from, length);
    } catch (ZstdIOException e) {
      throw new PayloadException(
          Rule.INPUT_ZSTD, "zstd is damaged or ends too early: " + e.getMessage(), in.count);
    }
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }

  /** Counts what is taken. */
  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int got = super.read(target, from, length);
      count += Math.max(got, 0);
      return got;
    }
  }
}
