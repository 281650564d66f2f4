package dev.penstock.geometry;

import dev.penstock.topology.RepairCounts;
import dev.penstock.topology.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How polygons were repaired, and what it changed.
 *
 * @param rung how much had to be changed
 * @param areaChange the part of the larger area that was gained or lost, from 0 to 1
 * @param parts whether there are more polygons than before, or fewer
 * @param type whether a Polygon became a MultiPolygon
 */
record Mending(Step rung, double areaChange, boolean parts, boolean type) {
  /** The steps of the ladder; a feature counts for the highest that it needed. */
  enum Step {
    /** Rings were closed, odd heights dropped: the polygons were valid. */
    STRUCTURE,
    /** The feature was valid; a transform had broken it. */
    TRANSFORM,
    /** Whole rings were dropped or given another role. */
    ROLES,
    /** Rings were cut and joined at points they had. */
    TOUCHES,
    /** Points of one ring were put into edges of another. */
    SHARED_POINTS,
    /** Points were computed where edges cross. */
    CROSSINGS,
    /** JTS did it. */
    JTS;

    private static Step of(Rung rung) {
      return switch (rung) {
        case ROLES -> ROLES;
        case TOUCHES -> TOUCHES;
        case SHARED_POINTS -> SHARED_POINTS;
        case CROSSINGS -> CROSSINGS;
      };
    }
  }

  /** All codes of repairs start so. */
  static final String CODES = "repair.";

  /** What rounding changes counts as no change. */
  private static final double NO_AREA = 1e-9;

  /** Nothing was wrong with the polygons themselves. */
  static final Mending OF_STRUCTURE = new Mending(Step.STRUCTURE, 0, false, false);

  /** A transform broke the polygons, and they were mended. */
  static final Mending OF_TRANSFORM = new Mending(Step.TRANSFORM, 0, false, false);

  /** By the topology kernel. */
  static Mending of(Rung rung, RepairCounts counts, boolean multi) {
    return new Mending(
        Step.of(rung),
        counts.areaChange(),
        counts.parts().by() != 0,
        !multi && counts.becomesMany());
  }

  /** By the last rung. */
  static Mending byJts(double areaBefore, double areaAfter, boolean parts, boolean type) {
    return new Mending(Step.JTS, RepairCounts.areaChange(areaBefore, areaAfter), parts, type);
  }

  /** The sum of two mendings of one feature. */
  Mending and(Mending other) {
    return new Mending(
        rung.compareTo(other.rung) >= 0 ? rung : other.rung,
        Math.max(areaChange, other.areaChange),
        parts || other.parts,
        type || other.type);
  }

  /** As they are counted: exactly one of a rung, and one for each kind of change. */
  List<String> codes() {
    var codes = new ArrayList<String>(4);
    codes.add(CODES + rung.name().toLowerCase(Locale.ROOT));
    if (areaChange > NO_AREA) {
      codes.add(CODES + "changed_area");
    }
    if (parts) {
      codes.add(CODES + "changed_parts");
    }
    if (type) {
      codes.add(CODES + "changed_type");
    }
    return codes;
  }
}
