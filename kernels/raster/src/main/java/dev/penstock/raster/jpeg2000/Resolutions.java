package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays out the resolutions of a component, and which of their coefficients a region needs.
 *
 * @param bits of a sample
 */
record Resolutions(Coding coding, Quantization quantization, int component, int bits) {
  private static final Rect NOTHING = new Rect(0, 0, 0, 0);

  /**
   * All resolutions, the coarsest first.
   *
   * @param region wanted after so many reductions; null for none
   */
  List<Resolution> lay(Rect tile, int reduce, @Nullable Rect region) throws RasterException {
    int finest = coding.levels() - reduce;
    if (finest < 0) {
      throw Defects.unsupported(
          "A tile of %d decompositions was asked for after %d reductions."
              .formatted(coding.levels(), reduce));
    }
    List<Resolution> resolutions = new ArrayList<>();
    Rect wanted = NOTHING;
    for (int number = coding.levels(); number >= 0; number--) {
      Rect at = tile.halved(coding.levels() - number);
      if (number == finest && region != null) {
        wanted = region;
      }
      Rect window = number == 0 || wanted.empty() ? wanted : wanted.grown(reach()).meet(at);
      resolutions.add(
          new Resolution(component, number, coding, at, window, bands(number, tile, window)));
      wanted = window.band(false, false);
    }
    Collections.reverse(resolutions);
    return resolutions;
  }

  /** How many pixels beside a missing one the filter spoils. */
  private int reach() {
    return coding.reversible() ? 2 : 4;
  }

  private List<Band> bands(int number, Rect tile, Rect window) throws RasterException {
    if (number == 0) {
      return List.of(band(number, 0, tile.halved(coding.levels()), window));
    }
    Rect above = tile.halved(coding.levels() - number);
    List<Band> bands = new ArrayList<>();
    for (int orientation = 1; orientation <= 3; orientation++) {
      boolean highX = (orientation & 1) != 0;
      boolean highY = (orientation & 2) != 0;
      bands.add(band(number, orientation, above.band(highX, highY), window.band(highX, highY)));
    }
    return bands;
  }

  private Band band(int number, int orientation, Rect at, Rect needed) throws RasterException {
    return new Band(
        orientation,
        at,
        quantization.planes(number, orientation),
        quantization.step(number, orientation, bits),
        needed);
  }
}
