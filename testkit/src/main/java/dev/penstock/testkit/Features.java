package dev.penstock.testkit;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureBatch;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.PropertyColumn;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Srs;
import dev.penstock.job.JobId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.WKBWriter;

/** Makes features for tests of feature stores; JTS writes their WKB. */
@NullMarked
public final class Features {
  public static final Srs WGS84 =
      new Srs(
          "EPSG",
          4326,
          "WGS 84",
          """
          GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],\
          PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]""");

  /** What the rows made here have as properties. */
  private static final List<PropertyColumn> COLUMNS =
      List.of(
          new PropertyColumn("name", false, false, false, true, false),
          new PropertyColumn("n", true, false, false, false, false));

  private static final GeometryFactory JTS = new GeometryFactory();

  private Features() {}

  /** A job id; a larger number is a later job. */
  public static JobId job(int number) {
    return new JobId("01k0000000000000" + String.format(Locale.ROOT, "%010d", number));
  }

  public static FeatureBatch batch(
      JobId job, long chunk, int round, long fence, FeatureRow... rows) {
    Iterator<FeatureRow> left = Arrays.asList(rows).iterator();
    return new FeatureBatch(
        new FeatureBatch.Writer(job, chunk, round, fence),
        WGS84,
        COLUMNS,
        () -> left.hasNext() ? left.next() : null);
  }

  /** By a chunk of its own for each round, with a fence above those of writers. */
  public static Publication publication(
      JobId job, int round, long expected, String collection, Publication.Mode mode) {
    return new Publication(job, 1_000 + round, round, 1_000, expected, collection, mode, WGS84);
  }

  public static FeatureRow point(long item, double x, double y) {
    String properties = "{\"name\":\"p" + item + "\",\"n\":" + item + "}";
    Geometry point = JTS.createPoint(new Coordinate(x, y));
    return row(item, "\"f" + item + "\"", point, properties);
  }

  /** A point at (x, 0). */
  public static FeatureRow named(long item, @Nullable String id, double x) {
    return row(item, id, JTS.createPoint(new Coordinate(x, 0)), "{\"n\":" + item + "}");
  }

  /** A square of side 1 whose lower left corner is (x, y). */
  public static FeatureRow polygon(
      long item, @Nullable String id, double x, double y, String properties) {
    return row(item, id, JTS.toGeometry(new Envelope(x, x + 1, y, y + 1)), properties);
  }

  /** Points 0.5 apart, 100 to a line. */
  public static FeatureRow[] grid(long firstItem, int features) {
    var rows = new FeatureRow[features];
    for (int i = 0; i < features; i++) {
      int line = i / 100;
      rows[i] = point(firstItem + i, 0.5 * (i % 100), 0.5 * line);
    }
    return rows;
  }

  public static byte[] emptyPolygon() {
    return wkb(JTS.createPolygon());
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static FeatureRow row(
      long item, @Nullable String id, Geometry geometry, String properties) {
    Envelope box = geometry.getEnvelopeInternal();
    return new FeatureRow(
        item,
        id,
        wkb(geometry),
        new Bounds(box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY()),
        utf8(properties));
  }

  private static byte[] wkb(Geometry geometry) {
    return new WKBWriter(2, ByteOrderValues.LITTLE_ENDIAN).write(geometry);
  }
}
