package dev.penstock.raster.jp2;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.Georeference;
import dev.penstock.raster.source.RangeSource;
import dev.penstock.raster.tiff.RasterFile;
import java.util.Arrays;
import java.util.Optional;

/** Where an image lies, by the GeoTIFF of one pixel that GeoJP2 puts beside it. */
final class TiffPlace {
  private TiffPlace() {}

  /** Empty where it tells no place, or is none. */
  static Optional<Georeference> read(byte[] tiff) throws InterruptedException {
    try {
      return RasterFile.open(new Embedded(tiff)).georeference();
    } catch (RasterException e) {
      // The image can be read without it, and another box may tell.
      return Optional.empty();
    }
  }

  private record Embedded(byte[] bytes) implements RangeSource {
    @Override
    public byte[] read(long from, int length) {
      int start = (int) Math.min(from, bytes.length);
      return Arrays.copyOfRange(bytes, start, (int) Math.min((long) start + length, bytes.length));
    }

    @Override
    public String identity() {
      return "embedded";
    }
  }
}
