package dev.penstock.testkit.imagery;

import java.util.function.IntBinaryOperator;

/**
 * A scene like Sentinel-2's, made up and small: 5.12 km of red and near infrared at 10 m, and
 * classes at 20 m, in UTM zone 32N. Red and near infrared are the same all over, so that whoever
 * measures any field knows what has to come out.
 *
 * @param id of its item
 * @param time as ISO 8601
 * @param red as reflectance in ten thousandths
 * @param nir likewise
 * @param classes of Sentinel-2's scene classification, by column and row of 20 m
 * @param baseline of the processor, such as 05.10; from 04.00 on its numbers are 1000 higher
 */
public record SceneSketch(
    String id, String time, int red, int nir, IntBinaryOperator classes, String baseline) {
  /** Pixels of 10 m along a side. */
  public static final int SIZE = 512;

  /** West end, in metres. */
  public static final double LEFT = 600_000;

  /** North end, in metres. */
  public static final double TOP = 5_300_000;

  private static final int TILE = 256;
  private static final int VEGETATION = 4;
  private static final int CLOUD = 9;

  /** One without clouds. */
  public static SceneSketch clear(String id, String time, int red, int nir) {
    return new SceneSketch(id, time, red, nir, (x, y) -> VEGETATION, "05.10");
  }

  /** One that shows nothing but clouds. */
  public static SceneSketch clouded(String id, String time) {
    return new SceneSketch(id, time, 4_000, 4_100, (x, y) -> CLOUD, "05.10");
  }

  /** What NDVI comes to. */
  public double ndvi() {
    return (nir - red) / (double) (nir + red);
  }

  private int added() {
    return baseline.compareTo("04.00") >= 0 ? 1_000 : 0;
  }

  /** The file of red or of near infrared. */
  byte[] band(boolean infrared) {
    int value = (infrared ? nir : red) + added();
    return new TiffFile(SIZE, TILE, 2, 10).bytes((x, y) -> value, LEFT, TOP);
  }

  /** The file of classes. */
  byte[] classification() {
    return new TiffFile(SIZE / 2, TILE, 1, 20).bytes(classes, LEFT, TOP);
  }

  /** The item, with addresses relative to that of the catalogue. */
  String item(String folder) {
    return """
    {"type":"Feature","stac_version":"1.0.0","id":"%1$s","collection":"sentinel-2-l2a",
     "bbox":[10.33,47.79,10.42,47.85],
     "geometry":{"type":"Polygon","coordinates":[[[10.33,47.79],[10.42,47.79],[10.42,47.85],[10.33,47.85],[10.33,47.79]]]},
     "properties":{"datetime":"%2$s","platform":"sentinel-2a","grid:code":"MGRS-32TPT",
       "s2:processing_baseline":"%3$s","created":"%2$s"},
     "assets":{
       "red":{"href":"%4$s/%1$s/red.tif","type":"image/tiff; application=geotiff; profile=cloud-optimized"},
       "nir":{"href":"%4$s/%1$s/nir.tif","type":"image/tiff; application=geotiff; profile=cloud-optimized"},
       "scl":{"href":"%4$s/%1$s/scl.tif","type":"image/tiff; application=geotiff; profile=cloud-optimized"}}}"""
        .formatted(id, time, baseline, folder);
  }
}
