package dev.penstock.geometry.transform;

import dev.penstock.job.Problem;
import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.InputValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.locationtech.jts.geom.Envelope;

/**
 * What is to be done to each geometry, in the order in which it is done.
 *
 * @param before in the CRS of the payload
 * @param after in the CRS of the result
 */
public record Plan(List<GeometryTransform> before, List<GeometryTransform> after) {
  /** Nothing. */
  public static final Plan NOTHING = new Plan(List.of(), List.of());

  private static final BigDecimal HUGE = new BigDecimal("1e9");
  private static final InputKind LENGTH = new InputKind.Decimal(new BigDecimal("1e-12"), HUGE);
  private static final Pattern BOX =
      Pattern.compile("(-?[0-9.]+([eE][-+]?[0-9]+)?)(,-?[0-9.]+([eE][-+]?[0-9]+)?){3}");

  public Plan {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  public boolean isNothing() {
    return before.isEmpty() && after.isEmpty();
  }

  /** The step that needs all features at once, if there is one. */
  public Optional<CoverageSimplify> coverage() {
    return after.stream()
        .filter(CoverageSimplify.class::isInstance)
        .map(CoverageSimplify.class::cast)
        .findFirst();
  }

  /** The inputs that say so. */
  public static List<Input> inputs() {
    return List.of(
        Input.of(
            "densify",
            LENGTH,
            null,
            "longest edge before the transformation to the CRS of the result, in units of the payload's; longer ones get points"),
        Input.of(
                "clip",
                new InputKind.Text(BOX, 200, "box as west,south,east,north"),
                null,
                "box in the CRS of the result, as west,south,east,north; what lies outside is cut off")
            .checkedBy(Plan::boxProblem),
        Input.of(
            "simplify",
            LENGTH,
            null,
            "tolerance of the simplification, in units of the CRS of the result; none if not given"),
        Input.of(
            "simplify-method",
            new InputKind.Choice(List.of("topology", "douglas-peucker", "visvalingam", "coverage")),
            "topology",
            "how lines and rings are simplified; topology keeps every part and hole, coverage the borders that polygons share (all features at once, which bounds their size)"),
        Input.of(
            "buffer",
            new InputKind.Decimal(HUGE.negate(), HUGE),
            null,
            "distance in units of the CRS of the result; below zero it goes inwards"),
        Input.of(
            "to-point",
            new InputKind.Choice(List.of("centroid", "surface")),
            null,
            "a point in the place of each geometry: its centroid, or one that lies on it"));
  }

  /** What the inputs ask for. */
  public static Plan of(InputValues values) {
    var before = new ArrayList<GeometryTransform>();
    var after = new ArrayList<GeometryTransform>();
    number(values, "densify").ifPresent(length -> before.add(new Densify(length)));
    values.optional("clip").ifPresent(text -> after.add(new ClipToBox(box(text))));
    number(values, "simplify")
        .ifPresent(tolerance -> after.add(simplify(values.text("simplify-method"), tolerance)));
    number(values, "buffer").ifPresent(distance -> after.add(new BufferBy(distance)));
    values.optional("to-point").ifPresent(which -> after.add(new Middle(which.equals("surface"))));
    return new Plan(before, after);
  }

  private static Optional<Double> number(InputValues values, String name) {
    return values.optional(name).map(Double::parseDouble);
  }

  private static GeometryTransform simplify(String method, double tolerance) {
    return switch (method) {
      case "douglas-peucker" -> new DouglasPeucker(tolerance);
      case "visvalingam" -> new Visvalingam(tolerance);
      case "topology" -> new TopologyPreserving(tolerance);
      case "coverage" -> new CoverageSimplify(tolerance);
      default -> throw new IllegalArgumentException("no method " + method);
    };
  }

  private static Envelope box(String text) {
    String[] sides = text.split(",", -1);
    return new Envelope(
        Double.parseDouble(sides[0]),
        Double.parseDouble(sides[2]),
        Double.parseDouble(sides[1]),
        Double.parseDouble(sides[3]));
  }

  private static Optional<Problem> boxProblem(String text) {
    String[] sides = text.split(",", -1);
    try {
      boolean ordered =
          Double.parseDouble(sides[0]) < Double.parseDouble(sides[2])
              && Double.parseDouble(sides[1]) < Double.parseDouble(sides[3]);
      return ordered
          ? Optional.empty()
          : Optional.of(
              new Problem(
                  "input.invalid",
                  "clip=%s: west must lie below east, and south below north".formatted(text)));
    } catch (NumberFormatException e) {
      return Optional.of(new Problem("input.invalid", "clip=%s: not four numbers".formatted(text)));
    }
  }
}
