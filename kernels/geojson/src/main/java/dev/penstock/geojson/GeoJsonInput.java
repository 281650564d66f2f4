package dev.penstock.geojson;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The uncompressed bytes of a payload: gzip and zstd are told by their first bytes and unwrapped,
 * anything else passes as it is. Refuses more bytes than its limits with a {@link
 * PayloadException}. A byte order mark stays in, so that offsets are those of the payload; {@link
 * FeatureCutter} skips it. Not thread-safe.
 */
public final class GeoJsonInput extends InputStream {
  private final InputStream in;
  private final PayloadFormat format;
  private final LongSupplier compressed;
  private final InputLimits limits;
  private long count;

  private GeoJsonInput(
      InputStream in, PayloadFormat format, LongSupplier compressed, InputLimits limits) {
    this.in = in;
    this.format = format;
    this.compressed = compressed;
    this.limits = limits;
  }

  /** Reads the first bytes to learn the format. Closing the result closes {@code raw}. */
  public static GeoJsonInput open(InputStream raw, InputLimits limits) throws IOException {
    PushbackInputStream in = new PushbackInputStream(raw, 4);
    byte[] magic = in.readNBytes(4);
    in.unread(magic);
    if (magic.length >= 2 && magic[0] == 0x1F && magic[1] == (byte) 0x8B) {
      GzipMembers members = new GzipMembers(in);
      return new GeoJsonInput(members, PayloadFormat.GZIP, members::compressed, limits);
    }
    if (ZstdFrames.begins(magic)) {
      ZstdFrames frames = new ZstdFrames(in);
      return new GeoJsonInput(frames, PayloadFormat.ZSTD, frames::compressed, limits);
    }
    return new GeoJsonInput(in, PayloadFormat.PLAIN, () -> Long.MAX_VALUE, limits);
  }

  /** How the payload was wrapped. */
  public PayloadFormat format() {
    return format;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int got = in.read(target, from, length);
    if (got > 0) {
      count += got;
      check();
    }
    return got;
  }

  private void check() throws PayloadException {
    if (count > limits.maxBytes()) {
      throw new PayloadException(
          Rule.INPUT_TOO_LARGE,
          "the payload has more than " + limits.maxBytes() + " bytes",
          limits.maxBytes());
    }
    // Divided, not multiplied: a large limit must not wrap around.
    if ((count - limits.freeBytes()) / limits.maxRatio() > compressed.getAsLong()) {
      throw new PayloadException(
          Rule.INPUT_RATIO,
          format.name().toLowerCase(Locale.ROOT)
              + " unwraps to more than "
              + limits.maxRatio()
              + " times its size",
          count);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
