package dev.penstock.geometry;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsLookup;
import dev.penstock.geojson.Level;
import dev.penstock.geojson.ReadLimits;
import dev.penstock.geometry.join.JoinInputs;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.transform.Plan;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The inputs of the geometry pipeline: their declaration, and how stages read them. */
record GeometryInputs(
    Optional<Crs> from,
    Optional<Crs> to,
    OnInvalid onInvalid,
    long repairVertices,
    double maxAreaChange,
    int maxVertices,
    Reading reading) {

  /**
   * How features are read, and what is done to them.
   *
   * @param maxDefects told of one feature; all are counted
   * @param plan what is done to their geometries
   * @param extra what is added to their properties
   */
  record Reading(Level level, int maxDefects, Plan plan, ExtraColumns.Wanted extra) {
    static final Reading USUAL =
        new Reading(
            Level.RFC7946,
            ReadLimits.DEFAULT.maxDefects(),
            Plan.NOTHING,
            ExtraColumns.Wanted.NOTHING);
  }

  GeometryInputs(
      Optional<Crs> from,
      Optional<Crs> to,
      OnInvalid onInvalid,
      long repairVertices,
      double maxAreaChange,
      int maxVertices) {
    this(from, to, onInvalid, repairVertices, maxAreaChange, maxVertices, Reading.USUAL);
  }

  /** What happens to a feature whose polygons are not valid. */
  enum OnInvalid {
    REPAIR,
    REJECT
  }

  private static final InputKind CRS =
      new InputKind.Text(Pattern.compile("\\S.*"), 100, "coordinate reference system");

  private static final Inputs FEATURES =
      Inputs.of(
          Input.of(
                  "to-crs",
                  CRS,
                  null,
                  "CRS of the result, for example EPSG:3857; the source's if not given")
              .checkedBy(GeometryInputs::nameProblem),
          Input.of(
                  "from-crs",
                  CRS,
                  null,
                  "CRS of the payload; its crs member, else WGS 84, if not given")
              .checkedBy(GeometryInputs::nameProblem),
          Input.of(
              "allow-unverified-crs",
              new InputKind.Choice(List.of("true", "false")),
              "false",
              "takes to-crs and from-crs that differ from PROJ by more than is promised, or were not compared with it"),
          Input.of(
                  "collection",
                  new InputKind.Text(
                      Pattern.compile("[a-z0-9][a-z0-9_-]*"),
                      64,
                      "name of lower-case letters, digits, - and _"),
                  null,
                  "collection to publish to; if not given, one that bears the job's id and is removed with it")
              .checkedBy(GeometryInputs::collectionProblem),
          Input.of(
              "mode",
              new InputKind.Choice(List.of("replace", "append", "upsert")),
              "replace",
              "what happens to features that the collection has"),
          Input.of(
              "level",
              new InputKind.Choice(List.of("lenient", "rfc7946", "strict")),
              "rfc7946",
              "how strictly features are read: lenient mends more, strict takes every warning for an error"),
          Input.of(
              "max-defects",
              new InputKind.Whole(1, 1_000),
              "16",
              "most defects of a feature that are told with their places; all are counted"),
          Input.of(
              "on-invalid",
              new InputKind.Choice(List.of("repair", "reject")),
              "repair",
              "what happens to features with invalid polygons or open rings"),
          Input.of(
              "repair-vertices",
              new InputKind.Whole(0, 10_000_000),
              "5000000",
              "most vertices of a feature that is repaired, and no more than one for each 176 bytes of heap; larger invalid ones are rejected"),
          Input.of(
              "max-area-change",
              new InputKind.Decimal(BigDecimal.ZERO, BigDecimal.valueOf(100)),
              "100",
              "largest change of a feature's area by its repair, in percent of the larger of both areas; one that would change more is rejected"),
          Input.of(
              "max-vertices",
              new InputKind.Whole(1, 50_000_000),
              "5000000",
              "most vertices of a feature, and no more than one for each 160 bytes of heap; larger ones are rejected"),
          ExportFormats.INPUT,
          ExportFormats.PRECISION);

  static final Inputs DECLARED = declared();

  private static Inputs declared() {
    var all = new ArrayList<>(FEATURES.all());
    all.addAll(Plan.inputs());
    all.addAll(ExtraColumns.Wanted.inputs());
    all.addAll(JoinInputs.inputs());
    return new Inputs(all, GeometryInputs::unverifiedProblem);
  }

  /** A system that is not verified needs somebody who says that this is known. */
  private static Optional<Problem> unverifiedProblem(InputValues values) {
    return values.flag("allow-unverified-crs")
        ? Optional.empty()
        : Stream.of("to-crs", "from-crs")
            .flatMap(name -> values.optional(name).stream())
            .flatMap(name -> refusal(name).stream())
            .findFirst();
  }

  static GeometryInputs of(InputValues values) {
    return new GeometryInputs(
        values.optional("from-crs").map(GeometryInputs::known),
        values.optional("to-crs").map(GeometryInputs::known),
        OnInvalid.valueOf(values.text("on-invalid").toUpperCase(Locale.ROOT)),
        values.whole("repair-vertices"),
        values.decimal("max-area-change"),
        (int) values.whole("max-vertices"),
        new Reading(
            Level.valueOf(values.text("level").toUpperCase(Locale.ROOT)),
            (int) values.whole("max-defects"),
            Plan.of(values),
            ExtraColumns.Wanted.of(values)));
  }

  /** The same, with no more vertices of a feature than this. */
  GeometryInputs within(int mostVertices) {
    return new GeometryInputs(
        from,
        to,
        onInvalid,
        repairVertices,
        maxAreaChange,
        Math.min(maxVertices, mostVertices),
        reading);
  }

  /** The CRS of the result, when the payload itself says nothing. */
  Crs result() {
    return to.or(() -> from).orElse(CrsCatalog.crs84());
  }

  static String collection(InputValues values, JobId job) {
    return values.optional("collection").orElse(job.value());
  }

  static Publication.Mode mode(InputValues values) {
    return Publication.Mode.valueOf(values.text("mode").toUpperCase(Locale.ROOT));
  }

  private static Crs known(String name) {
    return switch (CrsCatalog.standard().find(name)) {
      case CrsLookup.Known(var crs) -> crs;
      case CrsLookup.Unknown _, CrsLookup.Unsupported _ ->
          CrsCatalog.standard()
              .unverified(name)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "accepted a CRS that is not in the catalog: " + name));
    };
  }

  /** A collection named like a job is that job's own, and goes with it. */
  private static Optional<Problem> collectionProblem(String name) {
    return JobId.isJobId(name)
        ? Optional.of(
            new Problem(
                "input.invalid", "collection=%s: that is the name of a job".formatted(name)))
        : Optional.empty();
  }

  /** What is wrong with the name itself. */
  private static Optional<Problem> nameProblem(String name) {
    return CrsCatalog.standard().unverified(name).isPresent() ? Optional.empty() : refusal(name);
  }

  /** Why a CRS is not taken from anybody who has not said more. */
  static Optional<Problem> refusal(String name) {
    return switch (CrsCatalog.standard().find(name)) {
      case CrsLookup.Known _ -> Optional.empty();
      case CrsLookup.Unknown(var text, var near) ->
          Optional.of(
              new Problem(
                  "crs.unknown",
                  "No CRS '%s' is known. %s"
                      .formatted(
                          text,
                          near.map(one -> "Did you mean %s?".formatted(one))
                              .orElse("Systems are named as in EPSG:3857 or OGC:CRS84."))));
      case CrsLookup.Unsupported(var code, var reason) ->
          Optional.of(
              new Problem(
                  "crs.unsupported",
                  "%s is not supported: %s%s"
                      .formatted(
                          code,
                          reason,
                          CrsCatalog.standard().unverified(name).isPresent()
                              ? ". To take it all the same: allow-unverified-crs=true"
                              : "")));
    };
  }
}
