package dev.penstock.ndvi;

import dev.penstock.job.Problem;
import dev.penstock.ndvi.store.Figure;
import dev.penstock.ndvi.store.Rules;
import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.raster.measure.Expression;
import dev.penstock.raster.measure.Histogram;
import dev.penstock.raster.measure.MeasureOptions;
import dev.penstock.raster.measure.PixelRule;
import dev.penstock.raster.measure.SceneClasses;
import dev.penstock.raster.measure.VegetationIndex;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The inputs of the ndvi pipeline: their declaration, and how stages read them.
 *
 * @param tenant whose farms they are
 * @param which farms are measured
 * @param catalogue a URL or a file
 * @param indexes what is measured, by name
 * @param options how
 */
record NdviInputs(
    String tenant,
    Which which,
    Catalogue catalogue,
    Map<String, Expression> indexes,
    MeasureOptions options,
    PixelRule pixels,
    OptionalInt offset,
    Result result) {

  /**
   * Which farms are measured.
   *
   * @param active all active ones that are kept, not those of the payload
   * @param only the id of the only one; empty: all of them
   */
  record Which(boolean active, Optional<String> only) {}

  /**
   * Where scenes are looked for.
   *
   * @param mostCloud of a whole scene in percent
   */
  record Catalogue(String place, List<String> collections, OptionalDouble mostCloud) {}

  /**
   * What is made of observations.
   *
   * @param minValid share of a farm that has to be seen
   * @param fresh how long a state is good
   * @param pictures whether pixels are kept for pictures
   */
  record Result(double minValid, Duration fresh, boolean pictures) {}

  /** The name of the index that a job brings itself. */
  private static final String FORMULA = "formula";

  private static final Period LOOK_BACK = Period.ofDays(60);
  private static final int SNOW = 11;

  static final Inputs DECLARED =
      new Inputs(
          List.of(
              Input.of(
                  "stac",
                  text("\\S.*", 2_000, "URL or file"),
                  null,
                  "STAC catalogue where scenes are looked for: an API, or a catalogue of files"),
              Input.of(
                  "collections",
                  text("[A-Za-z0-9._,-]*", 500, "list of names"),
                  null,
                  "collections of the catalogue, with commas between them; all if not given"),
              Input.of(
                      "from",
                      text("[0-9TPYMWDHSZ:.+-]+", 40, "date, moment or period"),
                      "P60D",
                      "first day or moment, or how long before the last one")
                  .checkedBy(NdviInputs::fromProblem),
              Input.of(
                      "to",
                      text("[0-9TZ:.+-]+", 40, "date or moment"),
                      null,
                      "last day or moment; now if not given")
                  .checkedBy(NdviInputs::toProblem),
              Input.of(
                      "index",
                      text("[A-Za-z,]+", 100, "list of indices"),
                      "ndvi",
                      "indices that are measured: ndvi, evi, savi, ndwi, ndre; the first makes a farm's state")
                  .checkedBy(NdviInputs::indexProblem),
              Input.of(
                      FORMULA,
                      text(".+", 500, "formula"),
                      null,
                      "one more index, over blue, green, red, rededge, nir: (nir - red) / (nir + red)")
                  .checkedBy(NdviInputs::formulaProblem),
              Input.of(
                  "threshold",
                  new InputKind.Decimal(BigDecimal.valueOf(-1), BigDecimal.ONE),
                  "0.3",
                  "index from which on ground counts as covered, where the farm does not say another"),
              Input.of(
                  "min-valid",
                  new InputKind.Decimal(BigDecimal.ZERO, BigDecimal.valueOf(100)),
                  "60",
                  "percent of a farm that a scene has to show before it makes the farm's state"),
              Input.of(
                  "max-cloud",
                  new InputKind.Decimal(BigDecimal.ZERO, BigDecimal.valueOf(100)),
                  "100",
                  "most clouds of a whole scene in percent; 100: any"),
              Input.of(
                  "pixels",
                  new InputKind.Choice(List.of("exact", "centre", "all-touched")),
                  "exact",
                  "how much pixels on a farm's edge count"),
              Input.of(
                  "snow",
                  new InputKind.Choice(List.of("counts", "hides")),
                  "counts",
                  "whether snow counts as ground or as cloud"),
              Input.of(
                  "offset",
                  new InputKind.Choice(List.of("auto", "0", "-1000")),
                  "auto",
                  "what is added to the numbers of Sentinel-2; auto: what the catalogue says"),
              Input.of(
                  "pictures",
                  new InputKind.Flag(),
                  "true",
                  "whether pixels of the first index are kept for pictures"),
              Input.of(
                      "fresh",
                      text("P[0-9TDHMS.]+", 40, "duration"),
                      "PT36H",
                      "how long a state is good before it is called stale")
                  .checkedBy(NdviInputs::freshProblem),
              Input.of(
                  "which",
                  new InputKind.Choice(List.of("sent", "active")),
                  "sent",
                  "farms that are measured: sent, those of the payload; active, all active ones that are kept, and the payload may be {}"),
              Input.of(
                  "farm",
                  text("[A-Za-z0-9._-]+", 64, "id of a farm"),
                  null,
                  "measures only this farm, which is kept already"),
              Input.of(
                  "tenant",
                  text("[A-Za-z0-9._-]+", 64, "name"),
                  "default",
                  "whose farms they are")),
          NdviInputs::together);

  private static InputKind text(String pattern, int length, String label) {
    return new InputKind.Text(Pattern.compile(pattern), length, label);
  }

  static NdviInputs of(InputValues values) {
    List<String> collections =
        values.optional("collections").filter(text -> !text.isBlank()).stream()
            .flatMap(text -> Arrays.stream(text.split(",", -1)))
            .filter(name -> !name.isBlank())
            .toList();
    double cloud = values.decimal("max-cloud");
    return new NdviInputs(
        values.text("tenant"),
        new Which(values.text("which").equals("active"), values.optional("farm")),
        new Catalogue(
            values.text("stac"),
            collections,
            cloud < 100 ? OptionalDouble.of(cloud) : OptionalDouble.empty()),
        indexes(values),
        new MeasureOptions(
            values.text("snow").equals("hides")
                ? SceneClasses.SENTINEL_2.hiding(SNOW)
                : SceneClasses.SENTINEL_2,
            values.decimal("threshold"),
            Figure.PERCENTILES,
            new Histogram.Bins(-1, 1, 40)),
        PixelRule.valueOf(values.text("pixels").replace('-', '_').toUpperCase(Locale.ROOT)),
        values.text("offset").equals("auto")
            ? OptionalInt.empty()
            : OptionalInt.of((int) values.whole("offset")),
        new Result(
            values.decimal("min-valid") / 100,
            Duration.parse(values.text("fresh")),
            values.flag("pictures")));
  }

  private static Map<String, Expression> indexes(InputValues values) {
    var indexes = new LinkedHashMap<String, Expression>();
    for (String name : values.text("index").split(",", -1)) {
      VegetationIndex index = VegetationIndex.named(name).orElseThrow();
      indexes.put(index.name().toLowerCase(Locale.ROOT), index.expression());
    }
    values.optional(FORMULA).ifPresent(text -> indexes.put(FORMULA, Expression.of(text)));
    return indexes;
  }

  /** The bands that all indices need together. */
  Set<String> bands() {
    var bands = new TreeSet<String>();
    indexes.values().forEach(index -> bands.addAll(index.names()));
    return bands;
  }

  /** What findings come to. */
  Rules rules() {
    return new Rules(List.copyOf(indexes.keySet()), result.minValid(), result.fresh().toMillis());
  }

  /** How this farm is measured. */
  MeasureOptions optionsWith(Optional<Double> threshold) {
    return threshold.isEmpty()
        ? options
        : new MeasureOptions(
            options.classes(), threshold.get(), options.percentiles(), options.bins());
  }

  /** The last moment that is wanted. */
  static Instant to(InputValues values, Instant now) {
    return values.optional("to").map(text -> moment(text, true)).orElse(now);
  }

  /** The first moment that is wanted. */
  static Instant from(InputValues values, Instant to) {
    String text = values.optional("from").orElse(LOOK_BACK.toString());
    return text.startsWith("P") ? before(text, to) : moment(text, false);
  }

  private static Instant before(String period, Instant to) {
    return period.contains("T")
        ? to.minus(Duration.parse(period))
        : to.atOffset(ZoneOffset.UTC).minus(Period.parse(period)).toInstant();
  }

  /** A day means all of it. */
  private static Instant moment(String text, boolean end) {
    if (text.length() > 10) {
      return Instant.parse(text);
    }
    LocalDate day = LocalDate.parse(text);
    return end
        ? day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1)
        : day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Optional<Problem> fromProblem(String text) {
    try {
      if (text.startsWith("P")) {
        before(text, Instant.EPOCH);
      } else {
        moment(text, false);
      }
      return Optional.empty();
    } catch (DateTimeException | ArithmeticException e) {
      return invalid("from", text, "expected a day, a moment, or a period such as P10D");
    }
  }

  private static Optional<Problem> toProblem(String text) {
    try {
      moment(text, true);
      return Optional.empty();
    } catch (DateTimeException e) {
      return invalid("to", text, "expected a day such as 2026-07-01, or a moment");
    }
  }

  private static Optional<Problem> freshProblem(String text) {
    try {
      return Duration.parse(text).isNegative()
          ? invalid("fresh", text, "expected a duration such as PT36H")
          : Optional.empty();
    } catch (DateTimeException e) {
      return invalid("fresh", text, "expected a duration such as PT36H");
    }
  }

  private static Optional<Problem> indexProblem(String text) {
    for (String name : text.split(",", -1)) {
      if (VegetationIndex.named(name).isEmpty()) {
        return invalid("index", text, "expected some of ndvi, evi, savi, ndwi, ndre");
      }
    }
    return Optional.empty();
  }

  private static Optional<Problem> formulaProblem(String text) {
    return switch (Expression.parse(text)) {
      case Expression.Formula(var expression) -> {
        List<String> known = List.of("blue", "green", "red", "rededge", "nir");
        yield expression.names().isEmpty() || !known.containsAll(expression.names())
            ? invalid(FORMULA, text, "expected bands out of " + String.join(", ", known))
            : Optional.empty();
      }
      case Expression.Refused(var message, var _) -> invalid(FORMULA, text, message);
    };
  }

  private static Optional<Problem> together(InputValues values) {
    if (values.optional("stac").isEmpty()) {
      return Optional.of(
          new Problem("input.invalid", "stac is missing: say which catalogue has the scenes."));
    }
    Instant to = to(values, Instant.now());
    Instant from = from(values, to);
    if (from.isAfter(to) || Duration.between(from, to).toDays() > 20 * 366) {
      return Optional.of(
          new Problem("input.invalid", "from lies after to, or more than 20 years before it."));
    }
    return Optional.empty();
  }

  private static Optional<Problem> invalid(String input, String text, String why) {
    return Optional.of(new Problem("input.invalid", "%s=%s: %s".formatted(input, text, why)));
  }
}
