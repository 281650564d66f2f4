package dev.penstock.geometry;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.Transform;
import dev.penstock.geojson.JsonKind;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.InputValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** Columns that a job adds to those of its features: measures, and the cell of a grid. */
final class ExtraColumns {
  private static final int MILLIMETRES = 3;

  private final Wanted wanted;
  private final Transform toWgs84;
  private final Measures measures;

  /**
   * What is added.
   *
   * @param measures areas and lengths
   * @param quadkey levels of the cell; 0 for none
   */
  record Wanted(boolean measures, int quadkey) {
    static final Wanted NOTHING = new Wanted(false, 0);

    static List<Input> inputs() {
      return List.of(
          Input.of(
              "measure",
              new InputKind.Choice(List.of("none", "geodesic")),
              "none",
              "geodesic adds area_m2 and perimeter_m to polygons and length_m to lines, on the ellipsoid of WGS 84"),
          Input.of(
              "quadkey",
              new InputKind.Whole(1, 30),
              null,
              "adds a column quadkey: the map tile of this level that the middle of a feature's box lies in"));
    }

    static Wanted of(InputValues values) {
      return new Wanted(
          values.text("measure").equals("geodesic"),
          values.optional("quadkey").map(Integer::parseInt).orElse(0));
    }

    boolean isNothing() {
      return !measures && quadkey == 0;
    }
  }

  /**
   * Columns.
   *
   * @param target the CRS that geometries are in
   */
  ExtraColumns(Wanted wanted, Crs target) {
    this.wanted = wanted;
    this.toWgs84 = Transform.between(target, CrsCatalog.crs84());
    this.measures = new Measures(toWgs84);
  }

  /** Adds them; what cannot be measured has none. */
  void addTo(AddedProperties properties, WkbBuffer geometry) {
    if (wanted.measures() && measures.of(geometry.bytes())) {
      if (measures.polygons()) {
        properties.add("area_m2", JsonKind.DECIMAL, rounded(measures.area()));
        properties.add("perimeter_m", JsonKind.DECIMAL, rounded(measures.perimeter()));
      }
      if (measures.lines()) {
        properties.add("length_m", JsonKind.DECIMAL, rounded(measures.length()));
      }
    }
    if (wanted.quadkey() > 0) {
      cell(geometry.bounds())
          .ifPresent(key -> properties.add("quadkey", JsonKind.STRING, "\"" + key + "\""));
    }
  }

  private Optional<String> cell(Bounds box) {
    double[] place = {(box.minX() + box.maxX()) / 2, (box.minY() + box.maxY()) / 2};
    return box.isNone() || toWgs84.apply(place, 0, 1, 2) >= 0
        ? Optional.empty()
        : Optional.of(Quadkey.of(place[0], place[1], wanted.quadkey()));
  }

  private static String rounded(double number) {
    return new BigDecimal(number).setScale(MILLIMETRES, RoundingMode.HALF_EVEN).toPlainString();
  }
}
