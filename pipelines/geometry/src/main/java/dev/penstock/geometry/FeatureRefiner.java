package dev.penstock.geometry;

import dev.penstock.crs.Crs;
import dev.penstock.crs.Transform;
import dev.penstock.geojson.Defect;
import dev.penstock.geojson.FeatureDraft;
import dev.penstock.geojson.FeatureReader;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.geojson.FlatGeometry;
import dev.penstock.geojson.JsonSlice;
import dev.penstock.geojson.ReadLimits;
import dev.penstock.geojson.Rule;
import dev.penstock.geojson.Severity;
import dev.penstock.geometry.GeometryInputs.OnInvalid;
import dev.penstock.geometry.Validity.Patch;
import dev.penstock.geometry.join.Reference;
import dev.penstock.geometry.report.FeatureFindings;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.Reject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/**
 * Takes one feature from its bytes to a row: structure, validity, repair, transform, in this order.
 * A valid feature leaves with the coordinates it came with, transformed if asked. Not thread-safe.
 */
final class FeatureRefiner {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final Reject.Slice NO_PROPERTIES = new Reject.Slice(NULL, 0, NULL.length, true);

  private static final List<Rule> WARNINGS =
      Arrays.stream(Rule.values()).filter(rule -> rule.severity() == Severity.WARNING).toList();

  private final GeometryInputs inputs;
  private final FeatureReader reader;
  private final PolygonMender mender;
  private final WkbBuffer wkb = new WkbBuffer();
  private final FlatWkb flatWkb;
  private final Remaking remaking;
  private final JtsWkb jtsWkb;
  private final ColumnTally columns;
  private final FeatureCrs crs;
  private final AddedProperties added;
  private final ExtraColumns extra;
  private final Crs source;
  private final Crs target;
  private byte[] bytes = new byte[0];
  private int at;
  private @Nullable FeatureDraft read;
  private @Nullable Reference reference;
  private FeatureSpan span = new FeatureSpan(0, 0, 0, 0);

  FeatureRefiner(
      GeometryInputs inputs, Crs source, Crs target, ColumnTally columns, Headroom repairs) {
    this.inputs = inputs;
    this.mender = new PolygonMender(inputs, repairs, new JtsRung());
    this.columns = columns;
    this.crs = new FeatureCrs(source, inputs.from().isPresent());
    this.source = source;
    this.added = new AddedProperties(columns);
    this.extra = new ExtraColumns(inputs.reading().extra(), target);
    this.target = target;
    this.remaking = new Remaking(inputs.reading().plan(), Transform.between(source, target));
    this.jtsWkb = new JtsWkb(wkb, Transform.between(target, target));
    this.flatWkb = new FlatWkb(wkb, Transform.between(source, target));
    var limits = ReadLimits.DEFAULT;
    this.reader =
        new FeatureReader(
            new ReadLimits(
                inputs.maxVertices(),
                limits.maxProperties(),
                limits.maxDepth(),
                inputs.reading().maxDefects()),
            inputs.reading().level(),
            source.geographic());
  }

  /** Refines the feature whose bytes start at {@code at}. */
  Refined refine(byte[] bytes, int at, FeatureSpan span) throws InterruptedException {
    this.bytes = bytes;
    this.at = at;
    this.span = span;
    int to = at + Math.toIntExact(span.length());
    mender.forget();
    FeatureDraft draft = reader.read(bytes, at, to, span.offset(), span.index());
    this.read = draft;
    if (draft.rejected()) {
      return refused(draft, worst(draft, Severity.ERROR));
    }
    if (draft.repairable() && inputs.onInvalid() == OnInvalid.REJECT) {
      return refused(draft, worst(draft, Severity.REPAIRABLE));
    }
    Optional<Problem> otherCrs = crs.problem(bytes, draft);
    if (otherCrs.isPresent()) {
      return refused(draft, otherCrs.get(), Double.NaN, Double.NaN);
    }
    wkb.clear();
    if (!draft.isLocated()) {
      return kept(draft, null, draft.repairable() ? Mending.OF_STRUCTURE : null);
    }
    return switch (mender.mend(draft.geometry())) {
      case Validity.Valid _ -> written(draft, Map.of());
      case Validity.Mended(var patches) -> written(draft, patches);
      case Validity.Invalid(var problem, var x, var y) -> refused(draft, problem, x, y);
    };
  }

  /** Features get columns of those of a collection. */
  void joinWith(Reference reference) {
    this.reference = reference;
  }

  /** What was found in the feature that was refined last; empty where there is nothing to tell. */
  Optional<FeatureFindings> findings(Refined refined) {
    FeatureDraft draft = read;
    if (draft == null) {
      return Optional.empty();
    }
    var findings = new FindingsOf(span, draft, mender.found(), at, inputs.reading().maxDefects());
    return findings.as(refined, id(draft));
  }

  private Refined written(FeatureDraft draft, Map<Integer, Patch> patches) {
    if (source.geographic() && draft.defectCount(Rule.OUT_OF_RANGE) > 0) {
      int beyond = Positions.beyondPoles(draft.geometry());
      if (beyond >= 0) {
        return outside(draft, draft.geometry(), beyond);
      }
    }
    boolean repaired = !patches.isEmpty() || draft.repairable();
    Mending mending =
        patches.values().stream().map(Patch::mending).reduce(Mending.OF_STRUCTURE, Mending::and);
    if (!remaking.idle()) {
      return remade(draft, patches, repaired ? mending : null);
    }
    return flatWkb.write(draft.geometry(), patches)
        ? kept(draft, wkb, repaired ? mending : null)
        : outside();
  }

  private Refined remade(
      FeatureDraft draft, Map<Integer, Patch> patches, @Nullable Mending mending) {
    return switch (remaking.remake(draft.geometry(), patches)) {
      case Remaking.Remade.Done(var geometry, var mended) -> {
        int dimension = JtsWkb.hasHeights(geometry) ? 3 : 2;
        yield jtsWkb.write(geometry, dimension)
            ? kept(draft, wkb, mended && mending == null ? Mending.OF_TRANSFORM : mending)
            : outside();
      }
      case Remaking.Remade.Outside _ -> outside();
      case Remaking.Remade.Failed(var problem) -> refused(draft, problem, Double.NaN, Double.NaN);
    };
  }

  /** What could not be transformed is no longer what it was, so the feature is read again. */
  private Refined outside() {
    int to = at + Math.toIntExact(span.length());
    FeatureDraft again = reader.read(bytes, at, to, span.offset(), span.index());
    FlatGeometry geometry = again.geometry();
    return outside(
        again, geometry, Positions.withoutImage(geometry, Transform.between(source, target)));
  }

  private Refined outside(FeatureDraft draft, FlatGeometry geometry, int position) {
    double x = position < 0 ? Double.NaN : geometry.ordinates()[position * geometry.dimension()];
    double y =
        position < 0 ? Double.NaN : geometry.ordinates()[position * geometry.dimension() + 1];
    String where = position < 0 ? "A position of the repair" : "The position %s %s".formatted(x, y);
    String why =
        source.geographic() && Math.abs(y) > 90
            ? " lies beyond the poles: are the positions in another CRS? Then send from-crs."
            : " has no image in the CRS of the result.";
    return refused(draft, new Problem("crs.outside", where + why), x, y);
  }

  private Refined kept(
      FeatureDraft draft, @Nullable WkbBuffer geometry, @Nullable Mending mending) {
    draft.forEachProperty(columns);
    Reject.Slice properties = properties(draft, geometry);
    return new Refined.Kept(
        span.index(), id(draft), geometry, properties, mending != null, notes(draft, mending));
  }

  private Reject.Slice properties(FeatureDraft draft, @Nullable WkbBuffer geometry) {
    JsonSlice json = draft.properties();
    Reject.Slice given =
        json == null ? null : new Reject.Slice(bytes, json.from(), json.to(), true);
    if (draft.foreignCount() == 0 && inputs.reading().extra().isNothing() && reference == null) {
      return given == null ? NO_PROPERTIES : given;
    }
    added.start(draft, bytes);
    if (geometry != null) {
      extra.addTo(added, geometry);
      join(geometry);
    }
    return given == null && added.isEmpty() ? NO_PROPERTIES : added.with(given);
  }

  private void join(WkbBuffer geometry) {
    Reference with = reference;
    if (with != null) {
      try {
        var wkb = Arrays.copyOf(geometry.bytes(), geometry.size());
        with.join(new WKBReader().read(wkb))
            .forEach(value -> added.add(value.name(), value.kind(), value.json()));
      } catch (ParseException e) {
        throw new IllegalStateException("not the WKB that was written", e);
      }
    }
  }

  private List<String> notes(FeatureDraft draft, @Nullable Mending mending) {
    List<String> warnings = warnings(draft);
    if (mending == null) {
      return warnings;
    }
    var all = new ArrayList<>(warnings);
    all.addAll(mending.codes());
    return all;
  }

  private List<String> warnings(FeatureDraft draft) {
    if (draft.defectCount() == 0) {
      return List.of();
    }
    var codes = new ArrayList<String>(2);
    for (Rule rule : WARNINGS) {
      // Ranges are those of degrees.
      boolean counts = rule != Rule.OUT_OF_RANGE || source.geographic();
      if (counts && draft.defectCount(rule) > 0) {
        codes.add(rule.code());
      }
    }
    return codes;
  }

  private @Nullable String id(FeatureDraft draft) {
    JsonSlice id = draft.id();
    return id == null
        ? null
        : new String(bytes, id.from(), id.to() - id.from(), StandardCharsets.UTF_8);
  }

  private static Defect worst(FeatureDraft draft, Severity severity) {
    return draft.defects().stream()
        .filter(defect -> defect.severity() == severity)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a draft without the defect it counts"));
  }

  private Refined refused(FeatureDraft draft, Defect defect) {
    return new Refined.Refused(
        new Reject(
            new Problem(defect.code(), defect.message()),
            span.index(),
            id(draft),
            place(defect.path(), defect.x(), defect.y()),
            original(draft.isJson())));
  }

  private Refined refused(FeatureDraft draft, Problem problem, double x, double y) {
    return new Refined.Refused(
        new Reject(problem, span.index(), id(draft), place("/geometry", x, y), original(true)));
  }

  private Reject.Place place(String path, double x, double y) {
    return new Reject.Place(span.offset(), span.length(), path, x, y);
  }

  private Reject.Slice original(boolean json) {
    return new Reject.Slice(bytes, at, at + Math.toIntExact(span.length()), json);
  }
}
