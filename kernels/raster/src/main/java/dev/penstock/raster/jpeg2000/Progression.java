package dev.penstock.raster.jpeg2000;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * An order in which packets follow each other, over a part of them.
 *
 * @param order 0 LRCP, 1 RLCP, 2 RPCL, 3 PCRL, 4 CPRL
 * @param layers one more than the last layer
 * @param firstResolution the first one
 * @param resolutions one more than the last one
 * @param firstComponent the first one
 * @param components one more than the last one
 */
record Progression(
    int order,
    int layers,
    int firstResolution,
    int resolutions,
    int firstComponent,
    int components) {
  private static final Comparator<Precinct> BY_PLACE =
      Comparator.comparingLong(Precinct::y).thenComparingLong(Precinct::x);
  private static final Comparator<Precinct> BY_RESOLUTION =
      Comparator.comparingInt(Precinct::resolution);
  private static final Comparator<Precinct> BY_COMPONENT =
      Comparator.comparingInt(Precinct::component);
  private static final Comparator<Precinct> BY_NUMBER = Comparator.comparingInt(Precinct::number);

  /**
   * The packets of these precincts that belong to it: groups, each of which runs through layers.
   */
  List<List<Precinct>> groups(List<Precinct> all) {
    List<Precinct> mine =
        all.stream().filter(this::covers).sorted(comparator().thenComparing(BY_NUMBER)).toList();
    return switch (order) {
      case 0 -> List.of(mine);
      case 1 -> {
        var byResolution = new TreeMap<Integer, List<Precinct>>();
        for (Precinct precinct : mine) {
          byResolution.computeIfAbsent(precinct.resolution(), r -> new ArrayList<>()).add(precinct);
        }
        yield List.copyOf(byResolution.values());
      }
      default -> mine.stream().map(List::of).toList();
    };
  }

  private boolean covers(Precinct precinct) {
    return precinct.resolution() >= firstResolution
        && precinct.resolution() < resolutions
        && precinct.component() >= firstComponent
        && precinct.component() < components;
  }

  private Comparator<Precinct> comparator() {
    return switch (order) {
      case 0, 1 -> BY_RESOLUTION.thenComparing(BY_COMPONENT);
      case 2 -> BY_RESOLUTION.thenComparing(BY_PLACE).thenComparing(BY_COMPONENT);
      case 3 -> BY_PLACE.thenComparing(BY_COMPONENT).thenComparing(BY_RESOLUTION);
      default -> BY_COMPONENT.thenComparing(BY_PLACE).thenComparing(BY_RESOLUTION);
    };
  }
}
