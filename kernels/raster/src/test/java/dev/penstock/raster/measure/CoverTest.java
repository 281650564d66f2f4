package dev.penstock.raster.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.raster.Rounds;
import dev.penstock.raster.pixel.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Parts of pixels, held against areas of intersections by JTS. */
class CoverTest {
  private static final GeometryFactory JTS = new GeometryFactory();
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);
  private static final Window IMAGE = new Window(0, 0, 60, 60);

  /** A star around a centre, valid by how it is made. */
  private static double[] star(Random random, double x, double y, double radius) {
    int corners = 3 + random.nextInt(30);
    double[] ring = new double[2 * corners];
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * (i + 0.8 * random.nextDouble()) / corners;
      double reach = radius * (0.3 + 0.7 * random.nextDouble());
      ring[2 * i] = snapped(random, x + reach * Math.cos(angle));
      ring[2 * i + 1] = snapped(random, y + reach * Math.sin(angle));
    }
    return ring;
  }

  /** Sometimes on the border of pixels or through their centres. */
  private static double snapped(Random random, double value) {
    return random.nextInt(4) == 0 ? Math.round(value * 2) / 2.0 : value;
  }

  private static LinearRing jts(double[] ring) {
    Coordinate[] all = new Coordinate[ring.length / 2 + 1];
    for (int i = 0; i < all.length; i++) {
      int at = 2 * i % ring.length;
      all[i] = new Coordinate(ring[at], ring[at + 1]);
    }
    return JTS.createLinearRing(all);
  }

  private static Geometry pixel(int x, int y) {
    return jts(new double[] {x, y, x + 1, y, x + 1, y + 1, x, y + 1})
        .getFactory()
        .createPolygon(jts(new double[] {x, y, x + 1, y, x + 1, y + 1, x, y + 1}));
  }

  private record Case(PixelRings ours, Polygon jts) {}

  private static List<Case> cases(int count, long seed) {
    Random random = new Random(seed);
    List<Case> cases = new ArrayList<>();
    while (cases.size() < count) {
      double x = -5 + 70 * random.nextDouble();
      double y = -5 + 70 * random.nextDouble();
      double radius = 0.2 + 20 * random.nextDouble() * random.nextDouble();
      double[] shell = star(random, x, y, radius);
      double[] hole = star(random, x, y, radius * 0.25);
      boolean holed = random.nextBoolean();
      Polygon polygon =
          holed
              ? JTS.createPolygon(jts(shell), new LinearRing[] {jts(hole)})
              : JTS.createPolygon(jts(shell));
      if (!polygon.isValid() || polygon.getArea() < 1e-3) {
        continue;
      }
      List<double[]> rings = new ArrayList<>(List.of(PixelRings.turned(shell, false)));
      if (holed) {
        rings.add(PixelRings.turned(hole, true));
      }
      cases.add(new Case(new PixelRings(rings), polygon));
    }
    return cases;
  }

  @Test
  void eachPixelCountsAsMuchAsLiesInThePolygon() throws Exception {
    for (Case one : cases(Rounds.of(60), 1)) {
      Weights weights = Weights.of(one.ours(), IMAGE, PixelRule.EXACT);
      assertThat(weights.total()).isCloseTo(one.jts().getArea(), CLOSE);
      Window window = weights.window();
      for (int i = 0; i < weights.weights().length; i++) {
        Geometry pixel = pixel(window.x() + i % window.width(), window.y() + i / window.width());
        double expected = one.jts().intersection(pixel).getArea();
        assertThat(weights.weights()[i])
            .as("%s in %s", pixel, one.jts())
            .isCloseTo(expected, CLOSE);
        // Nothing and everything are told exactly.
        assertThat(weights.weights()[i]).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void aPixelCountsByItsCentre() throws Exception {
    for (Case one : cases(Rounds.of(60), 2)) {
      Weights weights = Weights.of(one.ours(), IMAGE, PixelRule.CENTRE);
      Window window = weights.window();
      for (int i = 0; i < weights.weights().length; i++) {
        double x = window.x() + i % window.width() + 0.5;
        double y = window.y() + i / window.width() + 0.5;
        var centre = JTS.createPoint(new Coordinate(x, y));
        if (one.jts().getBoundary().distance(centre) > 1e-9) {
          assertThat(weights.weights()[i]).isEqualTo(one.jts().contains(centre) ? 1 : 0);
        }
      }
    }
  }

  @Test
  void aPixelCountsWhenAnyOfItLiesInThePolygon() throws Exception {
    for (Case one : cases(Rounds.of(60), 3)) {
      Weights exact = Weights.of(one.ours(), IMAGE, PixelRule.EXACT);
      Weights touched = Weights.of(one.ours(), IMAGE, PixelRule.ALL_TOUCHED);
      for (int i = 0; i < exact.weights().length; i++) {
        assertThat(touched.weights()[i]).isEqualTo(exact.weights()[i] > 0 ? 1 : 0);
      }
    }
  }

  @Test
  void whatLiesBeyondTheImageIsTold() throws Exception {
    PixelRings square =
        new PixelRings(
            List.of(PixelRings.turned(new double[] {-2, -2, 2, -2, 2, 2, -2, 2}, false)));
    Weights weights = Weights.of(square, IMAGE, PixelRule.EXACT);
    assertThat(weights.window()).isEqualTo(new Window(0, 0, 2, 2));
    assertThat(weights.inside()).isEqualTo(4);
    assertThat(weights.outside()).isEqualTo(12);
    PixelRings far = new PixelRings(List.of(new double[] {100, 100, 101, 100, 101, 101}));
    assertThat(Weights.of(far, IMAGE, PixelRule.EXACT).window().empty()).isTrue();
  }
}
