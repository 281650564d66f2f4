package dev.penstock.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.WKBWriter;

/** The same answers as JTS. */
class MeetingTest {
  private static final GeometryFactory JTS = new GeometryFactory();
  private final Random random = new Random(3);

  @Test
  void aGeometryMeetsABoxWhereJtsSaysSo() throws Exception {
    int met = 0;
    for (int i = 0; i < 20_000; i++) {
      Geometry geometry = geometry(i % 6);
      double x = random.nextInt(40) / 2.0;
      double y = random.nextInt(40) / 2.0;
      var envelope = new Envelope(x, x + random.nextInt(9) / 2.0, y, y + random.nextInt(9) / 2.0);
      var box =
          new Box(envelope.getMinX(), envelope.getMinY(), envelope.getMaxX(), envelope.getMaxY());
      byte[] wkb = new WKBWriter(2, ByteOrderValues.LITTLE_ENDIAN).write(geometry);
      boolean expected = JTS.toGeometry(envelope).intersects(geometry);
      met += expected ? 1 : 0;
      assertThat(new Meeting(box, Reprojection.NONE).test(wkb))
          .as("%s and %s", geometry, envelope)
          .isEqualTo(expected);
    }
    assertThat(met).isBetween(2_000, 18_000);
  }

  private Geometry geometry(int kind) {
    return switch (kind) {
      case 0 -> JTS.createPoint(position());
      case 1 -> JTS.createLineString(new Coordinate[] {position(), position(), position()});
      case 2 -> disc();
      case 3 -> disc().difference(JTS.createPoint(position()).buffer(1 + random.nextInt(3)));
      case 4 -> JTS.createMultiPointFromCoords(new Coordinate[] {position(), position()});
      default -> JTS.createGeometryCollection(new Geometry[] {JTS.createPoint(position()), disc()});
    };
  }

  private Geometry disc() {
    return JTS.createPoint(position()).buffer(1 + random.nextInt(6), 1 + random.nextInt(4));
  }

  private Coordinate position() {
    return new Coordinate(random.nextInt(40) / 2.0, random.nextInt(40) / 2.0);
  }
}
