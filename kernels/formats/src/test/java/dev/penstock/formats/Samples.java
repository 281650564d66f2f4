package dev.penstock.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;

/** Features for tests, and files of them. */
@NullMarked
final class Samples {
  static final CrsText WGS84 =
      new CrsText(
          "EPSG",
          4326,
          "WGS 84",
          """
          GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],\
          PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]""",
          "{}");

  private Samples() {}

  static Feature feature(@Nullable String id, @Nullable String wkt, String properties) {
    byte[] json = properties.getBytes(StandardCharsets.UTF_8);
    if (wkt == null) {
      return new Feature(id, null, Box.NONE, json);
    }
    try {
      Geometry geometry = new WKTReader().read(wkt);
      Envelope box = geometry.getEnvelopeInternal();
      boolean high = wkt.contains(" Z ");
      var writer = new WKBWriter(high ? 3 : 2, ByteOrderValues.LITTLE_ENDIAN);
      byte[] wkb = writer.write(geometry);
      return new Feature(
          id,
          high ? iso(wkb) : wkb,
          box.isNull()
              ? Box.NONE
              : new Box(box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY()),
          json);
    } catch (ParseException e) {
      throw new IllegalArgumentException(wkt, e);
    }
  }

  /** JTS marks heights as PostGIS does; ISO counts them into the type. Of single geometries. */
  private static byte[] iso(byte[] wkb) {
    int type = wkb[1] & 0xff;
    wkb[1] = (byte) (type + 1000);
    wkb[2] = (byte) ((type + 1000) >> 8);
    wkb[4] = 0;
    return wkb;
  }

  /** Points on a grid: 1,000 in a row, a quarter apart. */
  static List<Feature> grid(int n) {
    var features = new ArrayList<Feature>(n);
    var writer = new WKBWriter(2, ByteOrderValues.LITTLE_ENDIAN);
    var factory = new GeometryFactory();
    for (int i = 0; i < n; i++) {
      double x = i % 1_000 * 0.25 - 120;
      int row = i / 1_000;
      double y = row * 0.25 - 60;
      features.add(
          new Feature(
              Integer.toString(i),
              writer.write(factory.createPoint(new CoordinateXY(x, y))),
              new Box(x, y, x, y),
              ("{\"n\":" + i + ",\"name\":\"p" + i + "\"}").getBytes(StandardCharsets.UTF_8)));
    }
    return features;
  }

  static Dataset dataset(List<Feature> features) {
    return new Dataset("features", WGS84, () -> cursor(features), () -> Reprojection.NONE);
  }

  private static FeatureSource.Cursor cursor(List<Feature> features) {
    Iterator<Feature> left = features.iterator();
    return new FeatureSource.Cursor() {
      @Override
      public @Nullable Feature next() {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  /** Writes a file in a format, and sees that nothing else is left in the folder. */
  static Path file(Format format, List<Feature> features, Path folder) throws IOException {
    Dataset data = dataset(features);
    Path file = folder.resolve("features." + format.ending());
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    try (OutputStream out = Files.newOutputStream(file)) {
      format.write(
          data, Survey.of(data, true), out, () -> Files.createTempFile(scratch, "x", ".tmp"));
    }
    try (var left = Files.list(scratch)) {
      if (left.findAny().isPresent()) {
        throw new AssertionError("files are left in " + scratch);
      }
    }
    return file;
  }

  /** What a program says; it must end well, without a warning. */
  static String run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)
        || process.exitValue() != 0
        || said.contains("Warning")
        || said.contains("ERROR")) {
      throw new AssertionError(String.join(" ", words) + ": " + said);
    }
    return said;
  }
}
