package dev.penstock.geometry.report;

import dev.penstock.geojson.Level;
import dev.penstock.geojson.Rule;
import dev.penstock.topology.DefectKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every code that features are reported with, in one table. */
public final class Codes {
  private static final String POLYGONS = "OGC 06-103r4 6.1.11";

  private static final Map<String, Line> BY_CODE = table();

  private Codes() {}

  /**
   * One code.
   *
   * @param section of RFC 7946, or another document by name; empty where the rule is ours
   * @param levels what it means for a feature at each level, in the order of {@link Level}
   */
  public record Line(String code, String section, List<String> levels, String sentence) {}

  /** All of them, in an order for people. */
  public static List<Line> all() {
    return List.copyOf(BY_CODE.values());
  }

  static String section(String code) {
    Line line = BY_CODE.get(code);
    return line == null ? "" : line.section();
  }

  static String sentence(String code) {
    Line line = BY_CODE.get(code);
    return line == null ? "" : line.sentence();
  }

  private static Map<String, Line> table() {
    var lines = new ArrayList<Line>();
    for (Rule rule : Rule.values()) {
      lines.add(new Line(rule.code(), rule.section(), levels(rule), rule.sentence()));
    }
    for (DefectKind kind : DefectKind.values()) {
      boolean hopeless = kind == DefectKind.ORDINATE_RANGE;
      String word = hopeless ? "error" : "repairable";
      lines.add(new Line(kind.code(), POLYGONS, List.of(word, word, word), sentence(kind)));
    }
    lines.add(error("crs.outside", "A position must have an image in the CRS of the result."));
    lines.add(
        error("geometry.repair_budget", "A repair has a largest number of vertices and steps."));
    lines.add(
        error("geometry.repair_area", "A repair may change the area by max-area-change percent."));
    lines.add(error("geometry.repair_empty", "A repair must leave something of the polygons."));
    lines.add(
        error("geometry.repair_failed", "JTS, the last resort of repair, must come to an end."));
    lines.add(
        error("geometry.transform_empty", "A transform must leave something of the geometry."));
    lines.add(error("geometry.transform_failed", "A transform must come to an end."));
    var byCode = new LinkedHashMap<String, Line>();
    lines.forEach(line -> byCode.put(line.code(), line));
    return byCode;
  }

  private static Line error(String code, String sentence) {
    return new Line(code, "", List.of("error", "error", "error"), sentence);
  }

  private static List<String> levels(Rule rule) {
    var words = new ArrayList<String>();
    for (Level level : Level.values()) {
      words.add(
          rule.scope() == Rule.Scope.DOCUMENT
              ? "error"
              : level.of(rule).name().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  private static String sentence(DefectKind kind) {
    return switch (kind) {
      case TOO_FEW_POINTS -> "A ring must have four positions, repeated ones not counted.";
      case SPIKE -> "A ring must not turn back on itself.";
      case SELF_INTERSECTION -> "Edges and rings must not cross.";
      case RING_SELF_TOUCH -> "A ring must not pass twice through a point.";
      case OVERLAP -> "Two edges must not share more than a point.";
      case DUPLICATE_RING -> "A ring must not have the points of another.";
      case HOLE_OUTSIDE_SHELL -> "A hole must lie in the shell of its polygon.";
      case NESTED_HOLES -> "A hole must not lie in another hole.";
      case NESTED_SHELLS -> "A polygon must not lie inside another of its MultiPolygon.";
      case DISCONNECTED_INTERIOR ->
          "Rings must not touch in a cycle, which cuts the inside in two.";
      case ORDINATE_RANGE ->
          "An ordinate of a polygon is 0, or its size lies between 1e-140 and 1e150.";
      case TOO_COMPLEX -> "No defect was found before the work reached its limit.";
    };
  }
}
