package dev.penstock.bench.raster;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Files like those of a Sentinel-2 scene, written by GDAL: smooth fields in parcels and the noise
 * of a sensor, so that they compress as real ones do. Red and near infrared of 10 m, classes of 20
 * m.
 */
final class SceneFiles {
  static final int SIZE = 4096;
  static final int TILE = 1024;
  static final double LEFT = 399_960;
  static final double TOP = 5_400_000;

  private final Path folder;

  private SceneFiles(Path folder) {
    this.folder = folder;
  }

  static SceneFiles write() throws IOException, InterruptedException {
    SceneFiles files = new SceneFiles(Files.createTempDirectory("penstock-bench-raster"));
    files.raw("red", 1400, 1);
    files.raw("nir", 3200, 2);
    files.classes();
    for (String band : List.of("red", "nir", "classes")) {
      files.translate(
          band,
          band,
          "-of COG -co BLOCKSIZE=%d -co COMPRESS=DEFLATE -co PREDICTOR=YES".formatted(TILE));
    }
    return files;
  }

  Path file(String name) {
    return folder.resolve(name + ".tif");
  }

  /** One more form of the red band. */
  Path packed(String name, String options) throws IOException, InterruptedException {
    translate(
        "red",
        name,
        "-co TILED=YES -co BLOCKXSIZE=%d -co BLOCKYSIZE=%d ".formatted(TILE, TILE) + options);
    return file(name);
  }

  /** A band as JPEG 2000, cut as Sentinel-2's are, without a list of tiles. */
  Path jpeg2000(String band, String name, String options) throws IOException, InterruptedException {
    translate(band, name, "-of JP2OpenJPEG -co CODEC=JP2 " + options);
    return file(name);
  }

  private void raw(String name, int level, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(name + ".raw")), 1 << 20)) {
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          int parcel = (x / 40 * 73_856_093 ^ y / 35 * 19_349_663) >>> 20 & 0x3ff;
          double smooth = 300 * Math.sin(x / 210.0) * Math.cos(y / 170.0);
          int value = (int) (level + parcel + smooth + random.nextInt(-40, 41));
          out.write(value);
          out.write(value >> 8);
        }
      }
    }
    vrt(name, "UInt16", 2, SIZE);
  }

  private void classes() throws IOException {
    byte[] classes = new byte[SIZE / 2 * SIZE / 2];
    for (int i = 0; i < classes.length; i++) {
      int x = i % (SIZE / 2);
      int y = i / (SIZE / 2);
      classes[i] = (byte) (Math.sin(x / 90.0) * Math.sin(y / 70.0) > 0.8 ? 9 : 4 + x / 40 % 2);
    }
    Files.write(folder.resolve("classes.raw"), classes);
    vrt("classes", "Byte", 1, SIZE / 2);
  }

  private void vrt(String name, String type, int bytes, int size) throws IOException {
    Files.writeString(
        folder.resolve(name + ".vrt"),
        """
        <VRTDataset rasterXSize="%1$d" rasterYSize="%1$d">
        <VRTRasterBand dataType="%2$s" band="1" subClass="VRTRawRasterBand">
        <SourceFilename relativeToVRT="1">%3$s.raw</SourceFilename><ImageOffset>0</ImageOffset>
        <PixelOffset>%4$d</PixelOffset><LineOffset>%5$d</LineOffset><ByteOrder>LSB</ByteOrder>
        </VRTRasterBand></VRTDataset>"""
            .formatted(size, type, name, bytes, bytes * size));
  }

  private void translate(String from, String to, String options)
      throws IOException, InterruptedException {
    double right = LEFT + 10 * SIZE;
    double bottom = TOP - 10 * SIZE;
    List<String> command =
        new ArrayList<>(List.of("gdal_translate", "-q", "-a_srs", "EPSG:32632", "-a_nodata", "0"));
    command.addAll(List.of(options.split(" ")));
    for (Object word : List.of("-a_ullr", LEFT, TOP, right, bottom)) {
      command.add(word.toString());
    }
    command.add(folder.resolve(from + ".vrt").toString());
    command.add(file(to).toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    byte[] said = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("gdal_translate: " + new String(said, StandardCharsets.UTF_8));
    }
  }

  void delete() throws IOException {
    try (var all = Files.list(folder)) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
