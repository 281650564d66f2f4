package dev.penstock.raster.opening;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.jp2.Jp2File;
import dev.penstock.raster.jp2.Jp2Limits;
import dev.penstock.raster.jpeg2000.PureDecoder;
import dev.penstock.raster.jpeg2000.TileDecoder;
import dev.penstock.raster.pixel.Raster;
import dev.penstock.raster.source.BlockCache;
import dev.penstock.raster.source.RangeSource;
import dev.penstock.raster.tiff.RasterFile;
import dev.penstock.raster.tiff.TiffLimits;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Opens GeoTIFF and JPEG 2000 files in one way. Their first bytes tell which it is; they are read
 * once. Thread-safe.
 *
 * @param cache where blocks of GeoTIFF, unpacked, and tiles of JPEG 2000, packed, are shared with
 *     others; null for none
 * @param decoder of tiles of JPEG 2000
 */
public record RasterOpener(@Nullable BlockCache<byte[]> cache, TileDecoder decoder) {
  /** How much of a file is read first. */
  public static final int HEAD = Math.max(TiffLimits.DEFAULT.head(), Jp2Limits.DEFAULT.head());

  private static final int JP2_SIGNATURE = 0x6a502020;
  private static final int CODESTREAM = 0xff4fff51;

  /** With our own decoder. */
  public RasterOpener(@Nullable BlockCache<byte[]> cache) {
    this(cache, new PureDecoder());
  }

  /** Opens a file with the usual limits. */
  public Raster open(RangeSource source) throws RasterException, InterruptedException {
    byte[] head = source.read(0, HEAD);
    RangeSource begun = new Begun(source, head, head.length < HEAD);
    byte[] first = begun.read(0, 8);
    boolean jpeg2000 =
        first.length == 8
            && (ByteBuffer.wrap(first).getInt(4) == JP2_SIGNATURE
                || ByteBuffer.wrap(first).getInt(0) == CODESTREAM);
    return jpeg2000
        ? Jp2File.open(begun, Jp2Limits.DEFAULT, decoder, cache)
        : RasterFile.open(begun, TiffLimits.DEFAULT, cache);
  }
}
