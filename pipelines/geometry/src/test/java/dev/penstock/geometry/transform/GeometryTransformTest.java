package dev.penstock.geometry.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class GeometryTransformTest {
  private static final Envelope BOX = new Envelope(0, 10, 0, 10);

  /** Each kind, with heights. */
  private static final List<String> KINDS =
      List.of(
          "POINT Z (5 5 1)",
          "MULTIPOINT Z ((5 5 1), (6 6 2))",
          "LINESTRING Z (0 0 1, 5 0.001 2, 10 0 3)",
          "MULTILINESTRING Z ((0 0 1, 5 0.001 2, 10 0 3), (0 5 4, 10 5 5))",
          "POLYGON Z ((0 0 1, 5 0.001 9, 10 0 2, 10 10 3, 0 10 4, 0 0 1))",
          "MULTIPOLYGON Z (((0 0 1, 5 0.001 9, 10 0 2, 10 10 3, 0 10 4, 0 0 1)), ((20 0 1, 30 0 2, 30 10 3, 20 0 1)))",
          "GEOMETRYCOLLECTION Z (POINT Z (1 1 1), LINESTRING Z (0 0 1, 5 0.001 2, 10 0 3))");

  private static Geometry wkt(String text) {
    try {
      return new WKTReader().read(text);
    } catch (ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Stream<String> kinds() {
    return KINDS.stream();
  }

  private static boolean hasHeights(Geometry geometry) {
    return Stream.of(geometry.getCoordinates()).noneMatch(c -> Double.isNaN(c.getZ()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachSimplificationKeepsKindHeightsAndEnds(String text) {
    Geometry given = wkt(text);
    for (GeometryTransform simplify :
        List.of(new DouglasPeucker(0.1), new Visvalingam(0.2), new TopologyPreserving(0.1))) {
      Geometry made = simplify.apply(given);
      assertThat(made.getGeometryType()).as("%s", simplify).isEqualTo(given.getGeometryType());
      assertThat(hasHeights(made)).as("%s of %s", simplify, made).isTrue();
      assertThat(made.getEnvelopeInternal().getMaxX())
          .isEqualTo(given.getEnvelopeInternal().getMaxX());
      boolean longer = given.getDimension() > 0;
      assertThat(made.getNumPoints()).isLessThanOrEqualTo(given.getNumPoints() - (longer ? 1 : 0));
    }
    assertThat(given.equalsExact(wkt(text))).as("what was given is not changed").isTrue();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void clippingKeepsDimensionHeightsAndWhatLiesInside(String text) {
    Geometry given = wkt(text);
    Geometry whole = new ClipToBox(new Envelope(-100, 100, -100, 100)).apply(given);
    assertThat(whole.equalsExact(given)).isTrue();
    Geometry half = new ClipToBox(new Envelope(0, 5.5, 0, 10)).apply(given);
    assertThat(half.isEmpty()).isFalse();
    assertThat(half.getDimension()).isEqualTo(given.getDimension());
    assertThat(half.getEnvelopeInternal().getMaxX()).isLessThanOrEqualTo(5.5);
    assertThat(hasHeights(half)).as("%s", half).isTrue();
    assertThat(new ClipToBox(new Envelope(50, 60, 50, 60)).apply(given).isEmpty()).isTrue();
  }

  @Test
  void aPolygonThatTouchesTheBoxIsNoLineAfterwards() {
    Geometry touching = wkt("POLYGON ((10 0, 20 0, 20 10, 10 10, 10 0))");
    assertThat(new ClipToBox(BOX).apply(touching).isEmpty()).isTrue();
    Geometry both = wkt("POLYGON ((9 0, 20 0, 20 10, 10 10, 10 2, 9 2, 9 0))");
    Geometry clipped = new ClipToBox(BOX).apply(both);
    assertThat(clipped.getGeometryType()).isEqualTo("Polygon");
    assertThat(clipped.getArea()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aBufferIsAPolygonAroundIt(String text) {
    Geometry given = wkt(text);
    Geometry made = new BufferBy(1).apply(given);
    assertThat(made.getDimension()).isEqualTo(2);
    assertThat(made.isValid()).isTrue();
    assertThat(made.covers(given)).isTrue();
    assertThat(new BufferBy(-100).apply(given).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aPointOnTheSurfaceLiesOnItAndACentroidIsItsMiddle(String text) {
    Geometry given = wkt(text);
    Geometry on = new Middle(true).apply(given);
    assertThat(on.getGeometryType()).isEqualTo("Point");
    assertThat(on.distance(given)).isZero();
    assertThat(new Middle(false).apply(given).equalsExact(given.getCentroid(), 1e-12)).isTrue();
  }

  @Test
  void aPointKeepsItsHeight() {
    assertThat(new Middle(false).apply(wkt("POINT Z (1 2 3)")).getCoordinate().getZ()).isEqualTo(3);
  }

  @Test
  void edgesGetPointsEvenlyWithHeightsInBetween() {
    Geometry made = new Densify(3).apply(wkt("LINESTRING Z (0 0 0, 10 0 4, 10 1 5)"));
    Coordinate[] line = made.getCoordinates();
    assertThat(line).hasSize(6);
    assertThat(line[1].x).isEqualTo(2.5);
    assertThat(line[1].getZ()).isEqualTo(1);
    for (int i = 1; i < line.length; i++) {
      assertThat(line[i].distance(line[i - 1])).isLessThanOrEqualTo(3);
    }
    assertThat(made.getLength()).isEqualTo(11, within(1e-12));
    Geometry polygon = new Densify(3).apply(wkt("POLYGON ((0 0, 10 0, 10 10, 0 0))"));
    assertThat(polygon.isValid()).isTrue();
    assertThat(polygon.getArea()).isEqualTo(50, within(1e-9));
    assertThatThrownBy(() -> new Densify(1e-9).apply(wkt("LINESTRING (0 0, 10 0)")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
