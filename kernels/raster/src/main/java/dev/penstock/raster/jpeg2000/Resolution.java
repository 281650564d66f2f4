package dev.penstock.raster.jpeg2000;

import java.util.ArrayList;
import java.util.List;

/**
 * One resolution of a component of a tile: the lowest band, or the three bands that double the
 * resolution below.
 *
 * @param component of the tile
 * @param number 0 is the coarsest
 * @param coding of the component
 * @param at its pixels
 * @param window those that are wanted, with what the filter needs around them; may be empty
 * @param bands one or three
 */
record Resolution(
    int component, int number, Coding coding, Rect at, Rect window, List<Band> bands) {

  /** Size of precincts, as powers of two. */
  private Coding.Precincts precinct() {
    return coding.precincts().get(number);
  }

  /** How many precincts there are. */
  long precincts() {
    return at.empty() ? 0 : (long) grid().width() * grid().height();
  }

  private Rect grid() {
    int wide = precinct().width();
    int high = precinct().height();
    return new Rect(
        at.x0() >> wide, at.y0() >> high, ((at.x1() - 1) >> wide) + 1, ((at.y1() - 1) >> high) + 1);
  }

  /** Code-blocks of one band at most; a bound before any of them exists. */
  long blocks() {
    long blocks = 0;
    for (Band band : bands) {
      blocks +=
          ((long) (band.at().width() >> blockWidth()) + 2)
              * ((band.at().height() >> blockHeight()) + 2);
    }
    return blocks;
  }

  private int blockWidth() {
    return Math.min(coding.blockWidth(), precinct().width() - inner());
  }

  private int blockHeight() {
    return Math.min(coding.blockHeight(), precinct().height() - inner());
  }

  /** A precinct has half its size in each of three bands. */
  private int inner() {
    return number == 0 ? 0 : 1;
  }

  /**
   * All precincts.
   *
   * @param tile where the tile lies on the reference grid
   */
  List<Precinct> precincts(Rect tile) {
    List<Precinct> precincts = new ArrayList<>();
    if (at.empty()) {
      return precincts;
    }
    Rect grid = grid();
    int halvings = coding.levels() - number;
    for (int row = grid.y0(); row < grid.y1(); row++) {
      for (int column = grid.x0(); column < grid.x1(); column++) {
        long x = ((long) column << precinct().width()) << halvings;
        long y = ((long) row << precinct().height()) << halvings;
        precincts.add(
            new Precinct(
                this,
                precincts.size(),
                Math.max(tile.x0(), x),
                Math.max(tile.y0(), y),
                bands(column, row)));
      }
    }
    return precincts;
  }

  private List<PrecinctBand> bands(int column, int row) {
    List<PrecinctBand> inside = new ArrayList<>();
    int wide = precinct().width() - inner();
    int high = precinct().height() - inner();
    for (Band band : bands) {
      // The last ones may reach beyond what an int holds.
      Rect whole =
          new Rect(
              column << wide,
              row << high,
              (int) Math.min(Integer.MAX_VALUE, (column + 1L) << wide),
              (int) Math.min(Integer.MAX_VALUE, (row + 1L) << high));
      inside.add(new PrecinctBand(band, whole.meet(band.at()), blockWidth(), blockHeight()));
    }
    return inside;
  }
}
