package dev.penstock.raster.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.crs.Transform;
import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.Affine;
import dev.penstock.raster.pixel.Georeference;
import dev.penstock.raster.pixel.Window;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Affine TEN_METRES = new Affine(399960, 10, 0, 5400000, 0, -10);

  private static Georeference utm(int epsg) {
    return new Georeference(TEN_METRES, OptionalInt.of(epsg));
  }

  /** The ring's area in pixels when each edge is cut in a thousand, straight in degrees. */
  private static double areaOfManyPieces(double[] ring, Georeference at) {
    Transform transform =
        Transform.between(
            CrsCatalog.crs84(), CrsCatalog.standard().get(CrsCode.epsg(at.epsg().getAsInt())));
    int pieces = 1000;
    double[] dense = new double[ring.length * pieces];
    for (int i = 0; i < ring.length; i += 2) {
      int next = (i + 2) % ring.length;
      for (int p = 0; p < pieces; p++) {
        int to = 2 * (i / 2 * pieces + p);
        dense[to] = ring[i] + (ring[next] - ring[i]) * p / pieces;
        dense[to + 1] = ring[i + 1] + (ring[next + 1] - ring[i + 1]) * p / pieces;
      }
    }
    assertThat(transform.apply(dense, 0, dense.length / 2, 2)).isEqualTo(-1);
    double[] pixels = new double[dense.length];
    for (int i = 0; i < dense.length; i += 2) {
      pixels[i] = at.affine().column(dense[i], dense[i + 1]);
      pixels[i + 1] = at.affine().row(dense[i], dense[i + 1]);
    }
    return Math.abs(PixelRings.doubleArea(pixels)) / 2;
  }

  @Test
  void longEdgesFollowTheirBendInTheImage() throws Exception {
    double[] ring = {8.1, 48.2, 9.0, 48.3, 9.1, 48.6, 8.2, 48.5};
    Georeference at = utm(32632);
    double placed = 0;
    for (double[] pixels : new Placement(at).place(Outline.of(ring)).rings()) {
      placed += PixelRings.doubleArea(pixels) / 2;
    }
    double expected = areaOfManyPieces(ring, at);
    double corners = 0;
    Georeference coarse = new Georeference(new Affine(0, 1e6, 0, 1e7, 0, -1e6), at.epsg());
    // With such pixels no bend is worth a vertex: what the corners alone give.
    for (double[] pixels : new Placement(coarse).place(Outline.of(ring)).rings()) {
      corners += PixelRings.doubleArea(pixels) / 2 * 1e10;
    }
    // Less than a hundredth of a pixel along 20,000 pixels of boundary.
    assertThat(placed).isCloseTo(expected, Offset.offset(50.0));
    assertThat(corners).isNotCloseTo(expected, Offset.offset(300.0));
  }

  @Test
  void aSmallFieldGetsNoVertices() throws Exception {
    double[] field = {9.0, 48.0, 9.006, 48.0, 9.006, 48.004, 9.0, 48.004};
    assertThat(new Placement(utm(32632)).place(Outline.of(field)).rings().getFirst()).hasSize(8);
  }

  @Test
  void closedRingsAreTheSameAsOpenOnes() throws Exception {
    Weights open = weights(Outline.of(9.0, 48.2, 9.006, 48.2, 9.006, 48.204, 9.0, 48.204));
    Weights closed =
        weights(Outline.of(9.0, 48.2, 9.0, 48.204, 9.006, 48.204, 9.006, 48.2, 9.0, 48.2));
    assertThat(closed.total()).isCloseTo(open.total(), Offset.offset(1e-9));
    assertThat(closed.window()).isEqualTo(open.window());
  }

  private static Weights weights(Outline outline) throws RasterException {
    var image = new Window(0, 0, 10980, 10980);
    return Weights.of(outline, utm(32632), image, PixelRule.EXACT);
  }

  @Test
  void systemsThatAreNotKnownAreNamed() {
    for (Georeference at :
        new Georeference[] {
          new Georeference(TEN_METRES, OptionalInt.empty()),
          new Georeference(TEN_METRES, OptionalInt.of(9_999))
        }) {
      RasterException refused =
          catchThrowableOfType(RasterException.class, () -> new Placement(at));
      assertThat(refused.fault()).isEqualTo(Fault.NOT_PLACED);
    }
  }

  @Test
  void aPolygonBeyondThePlaneIsNamed() {
    RasterException refused =
        catchThrowableOfType(
            RasterException.class,
            () -> new Placement(utm(32632)).place(Outline.of(9, 48, 9, 95, 10, 48)));
    assertThat(refused.fault()).isEqualTo(Fault.NOT_PLACED);
  }
}
