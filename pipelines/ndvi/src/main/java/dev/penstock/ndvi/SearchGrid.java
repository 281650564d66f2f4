package dev.penstock.ndvi;

import dev.penstock.ndvi.farm.FarmsFile;
import dev.penstock.stac.Search.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The farms of a job in cells, each of which is searched once for all its farms. */
final class SearchGrid {
  /** Farms that lie no farther apart are searched for together. */
  private static final double TOGETHER = 2;

  private final List<Cell> cells;
  private final int farms;

  private SearchGrid(List<Cell> cells, int farms) {
    this.cells = cells;
    this.farms = farms;
  }

  /** A number of a farm, and where that lies. */
  private record Place(int farm, Box box) {}

  static SearchGrid of(List<FarmsFile.Row> rows) {
    var places = new ArrayList<Place>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      places.add(new Place(i, rows.get(i).boundary().box()));
    }
    if (places.isEmpty()) {
      return new SearchGrid(List.of(), 0);
    }
    Box all = around(places);
    if (all.east() - all.west() <= TOGETHER && all.north() - all.south() <= TOGETHER) {
      return new SearchGrid(List.of(new Cell(places, all)), places.size());
    }
    var byCell = new TreeMap<Long, List<Place>>();
    for (Place place : places) {
      long column = (long) Math.floor((place.box().west() + place.box().east()) / 2);
      long row = (long) Math.floor((place.box().south() + place.box().north()) / 2);
      byCell.computeIfAbsent(row * 1_000 + column, cell -> new ArrayList<>()).add(place);
    }
    return new SearchGrid(
        byCell.values().stream().map(each -> new Cell(each, around(each))).toList(), places.size());
  }

  private static Box around(List<Place> places) {
    double west = 180;
    double south = 90;
    double east = -180;
    double north = -90;
    for (Place place : places) {
      west = Math.min(west, place.box().west());
      south = Math.min(south, place.box().south());
      east = Math.max(east, place.box().east());
      north = Math.max(north, place.box().north());
    }
    return new Box(west, south, east, north);
  }

  List<Cell> cells() {
    return cells;
  }

  int farms() {
    return farms;
  }

  /** Farms that are searched for together. */
  record Cell(List<Place> places, Box box) {
    /** Numbers of all. */
    List<Integer> farms() {
      return places.stream().map(Place::farm).toList();
    }

    /** Numbers of those that a scene may show; all where it does not tell what it covers. */
    List<Integer> touching(Optional<Box> scene) {
      return places.stream()
          .filter(place -> scene.isEmpty() || touches(place.box(), scene.get()))
          .map(Place::farm)
          .toList();
    }

    private static boolean touches(Box a, Box b) {
      return a.west() <= b.east()
          && b.west() <= a.east()
          && a.south() <= b.north()
          && b.south() <= a.north();
    }
  }
}
