package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.Affine;
import dev.penstock.raster.pixel.Georeference;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads where an image lies from its GeoTIFF tags. */
final class GeoKeys {
  private static final int RASTER_TYPE = 1025;
  private static final int GEOGRAPHIC = 2048;
  private static final int PROJECTED = 3072;
  private static final int PIXEL_IS_POINT = 2;
  private static final int OWN_DEFINITION = 32767;

  private final Directory directory;
  private final long[] keys;

  private GeoKeys(Directory directory, long[] keys) {
    this.directory = directory;
    this.keys = keys;
  }

  /** Empty where the file does not tell. */
  static Optional<Georeference> read(Directory directory)
      throws RasterException, InterruptedException {
    return new GeoKeys(directory, directory.longs(Tag.GEO_KEYS)).read();
  }

  private Optional<Georeference> read() throws RasterException, InterruptedException {
    Affine affine = affine();
    if (affine == null || !affine.invertible()) {
      return Optional.empty();
    }
    if (value(RASTER_TYPE) == PIXEL_IS_POINT) {
      // The coordinates are those of the first pixel's centre.
      affine =
          new Affine(
              affine.x(-0.5, -0.5),
              affine.xColumn(),
              affine.xRow(),
              affine.y(-0.5, -0.5),
              affine.yColumn(),
              affine.yRow());
    }
    return Optional.of(new Georeference(affine, epsg()));
  }

  private OptionalInt epsg() {
    for (int key : new int[] {PROJECTED, GEOGRAPHIC}) {
      int code = value(key);
      if (code == OWN_DEFINITION) {
        return OptionalInt.empty();
      }
      if (code > 0) {
        return OptionalInt.of(code);
      }
    }
    return OptionalInt.empty();
  }

  /** The value of a key that is kept in the directory of keys itself, or -1. */
  private int value(int key) {
    for (int at = 4; at + 3 < keys.length; at += 4) {
      if (keys[at] == key && keys[at + 1] == 0) {
        return (int) keys[at + 3];
      }
    }
    return -1;
  }

  private @Nullable Affine affine() throws RasterException, InterruptedException {
    double[] scale = directory.doubles(Tag.PIXEL_SCALE);
    double[] tie = directory.doubles(Tag.TIE_POINTS);
    if (scale.length >= 2 && tie.length >= 6) {
      return new Affine(
          tie[3] - tie[0] * scale[0], scale[0], 0, tie[4] + tie[1] * scale[1], 0, -scale[1]);
    }
    double[] matrix = directory.doubles(Tag.TRANSFORMATION);
    if (matrix.length >= 8) {
      return new Affine(matrix[3], matrix[0], matrix[1], matrix[7], matrix[4], matrix[5]);
    }
    return null;
  }
}
