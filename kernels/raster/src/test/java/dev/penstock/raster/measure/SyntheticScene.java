package dev.penstock.raster.measure;

import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.crs.Transform;
import dev.penstock.raster.Gdal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A scene like Sentinel-2's, smaller: red and near infrared of 10 m, classes of 20 m, as Cloud
 * Optimized GeoTIFFs in UTM zone 32N. Rows from 1000 on show nothing; some classes are clouds.
 */
final class SyntheticScene {
  static final int SIZE = 1500;
  static final double LEFT = 399_960;
  static final double TOP = 5_400_000;
  static final int EMPTY_FROM = 1000;

  final int[] red = new int[SIZE * SIZE];
  final int[] nir = new int[SIZE * SIZE];
  final int[] classes = new int[SIZE / 2 * SIZE / 2];
  private final Path folder;

  SyntheticScene(Path folder) {
    this.folder = folder;
    Random random = new Random(11);
    for (int i = 0; i < red.length; i++) {
      int x = i % SIZE;
      int y = i / SIZE;
      boolean empty = y >= EMPTY_FROM;
      red[i] = empty ? 0 : 1300 + x / 3 + random.nextInt(400);
      nir[i] = empty ? 0 : 2000 + 2 * y + random.nextInt(900);
    }
    for (int i = 0; i < classes.length; i++) {
      int x = i % (SIZE / 2);
      int y = i / (SIZE / 2);
      classes[i] = x > 300 && x < 360 ? 9 : y < 20 ? 3 : x % 50 == 7 ? 1 : 4 + y % 3;
    }
  }

  byte[] cog(String name) throws IOException {
    boolean coarse = name.equals("classes");
    int[] samples = coarse ? classes : name.equals("red") ? red : nir;
    Gdal.Type type = coarse ? new Gdal.Type("Byte", 1) : new Gdal.Type("UInt16", 2);
    byte[] bytes = new byte[samples.length * type.bytes()];
    for (int i = 0; i < samples.length; i++) {
      bytes[i * type.bytes()] = (byte) samples[i];
      if (!coarse) {
        bytes[2 * i + 1] = (byte) (samples[i] >> 8);
      }
    }
    int size = coarse ? SIZE / 2 : SIZE;
    Path raw = folder.resolve(name + ".raw");
    Files.write(raw, bytes);
    Path vrt = Gdal.raw(raw, type, size, size, 1);
    Path file = folder.resolve(name + ".tif");
    Gdal.all(
        List.of(
            "gdal_translate -q -of COG -co BLOCKSIZE=512 -co COMPRESS=DEFLATE -co PREDICTOR=YES"
                + " -a_nodata 0 -a_srs EPSG:32632 -a_ullr %f %f %f %f %s %s"
                    .formatted(LEFT, TOP, LEFT + 10 * SIZE, TOP - 10 * SIZE, vrt, file)));
    return Files.readAllBytes(file);
  }

  /**
   * A polygon that is given in columns and rows of the fine bands; its edges are straight there.
   */
  static Outline outline(double... pixels) {
    int pieces = 64;
    double[] ring = new double[pixels.length * pieces];
    for (int i = 0; i < ring.length; i += 2) {
      int corner = i / pieces / 2 * 2;
      int next = (corner + 2) % pixels.length;
      double share = (i / 2 % pieces) / (double) pieces;
      double column = pixels[corner] + share * (pixels[next] - pixels[corner]);
      double row = pixels[corner + 1] + share * (pixels[next + 1] - pixels[corner + 1]);
      ring[i] = LEFT + 10 * column;
      ring[i + 1] = TOP - 10 * row;
    }
    Transform.between(CrsCatalog.standard().get(CrsCode.epsg(32632)), CrsCatalog.crs84())
        .apply(ring, 0, ring.length / 2, 2);
    return Outline.of(ring);
  }
}
