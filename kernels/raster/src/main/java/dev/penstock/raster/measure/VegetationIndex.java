package dev.penstock.raster.measure;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Indices that come with the house; formulas over the bands' common names. */
public enum VegetationIndex {
  /** How much green there is. */
  NDVI("(nir - red) / (nir + red)"),
  /** The same, less easily saturated and less disturbed by haze and soil. */
  EVI("2.5 * (nir - red) / (nir + 6 * red - 7.5 * blue + 1)"),
  /** The same where much soil shows. */
  SAVI("1.5 * (nir - red) / (nir + red + 0.5)"),
  /** Open water (McFeeters). */
  NDWI("(green - nir) / (green + nir)"),
  /** Chlorophyll, in dense stands too. */
  NDRE("(nir - rededge) / (nir + rededge)");

  private final String formula;

  VegetationIndex(String formula) {
    this.formula = formula;
  }

  /** Its formula. */
  public Expression expression() {
    return Expression.of(formula);
  }

  /** The index of that name, upper or lower case. */
  public static Optional<VegetationIndex> named(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Stream.of(values()).filter(index -> index.name().equals(upper)).findFirst();
  }
}
