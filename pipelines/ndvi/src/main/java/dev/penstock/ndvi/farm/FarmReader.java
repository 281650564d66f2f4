package dev.penstock.ndvi.farm;

import dev.penstock.geojson.Cut;
import dev.penstock.geojson.CutEnd;
import dev.penstock.geojson.CutFailure;
import dev.penstock.geojson.CutLimits;
import dev.penstock.geojson.FeatureCutter;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.geojson.Oversized;
import dev.penstock.geometry.BoundaryReader;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.Reject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes farms of GeoJSON: of each feature its boundary, checked and repaired as the geometry
 * pipeline does, its id, and what its properties say. Used by one thread.
 */
public final class FarmReader {
  /** Most farms of one payload. */
  public static final int MOST_FARMS = 100_000;

  private static final int MOST_VERTICES = 200_000;
  private static final double MOST_SQUARE_METRES = 2.5e9;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final BoundaryReader boundaries = new BoundaryReader(MOST_VERTICES);
  private final List<FarmDraft> farms = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final byte[] payload;

  private FarmReader(byte[] payload) {
    this.payload = payload;
  }

  /** What a payload turns out to be. */
  public sealed interface Outcome {}

  /** Farms, and features that are none. */
  public record Farms(List<FarmDraft> farms, List<Reject> rejects) implements Outcome {}

  /** Nothing that could be cut into features. */
  public record Broken(Problem problem) implements Outcome {}

  /** Reads a whole payload. */
  public static Outcome read(byte[] payload) throws IOException, InterruptedException {
    return new FarmReader(payload).all();
  }

  private Outcome all() throws IOException, InterruptedException {
    var cutter = new FeatureCutter(new ByteArrayInputStream(payload), CutLimits.DEFAULT);
    while (true) {
      Cut cut = cutter.next();
      switch (cut) {
        case FeatureSpan span -> take(span);
        case Oversized large ->
            rejects.add(
                new Reject(
                    new Problem(large.code(), "The feature is too large."),
                    large.index(),
                    null,
                    new Reject.Place(large.offset(), large.length(), "", Double.NaN, Double.NaN),
                    null));
        case CutFailure failure -> {
          return new Broken(
              new Problem(
                  failure.code(), "%s (byte %d)".formatted(failure.message(), failure.offset())));
        }
        case CutEnd end -> {
          return ended(end);
        }
      }
      if (farms.size() > MOST_FARMS) {
        return new Broken(
            new Problem("farm.too_many", "A payload has at most %,d farms.".formatted(MOST_FARMS)));
      }
    }
  }

  private Outcome ended(CutEnd end) {
    String crs = end.members().crs();
    boolean degrees = crs == null || crs.contains("CRS84") || crs.contains("4326");
    return degrees
        ? new Farms(List.copyOf(farms), List.copyOf(rejects))
        : new Broken(
            new Problem(
                "farm.crs", "Boundaries are in degrees of WGS 84, and these say they are not."));
  }

  private void take(FeatureSpan span) throws InterruptedException {
    switch (boundaries.read(payload, span)) {
      case BoundaryReader.Bad(var reject) -> rejects.add(reject);
      case BoundaryReader.Good good -> take(good, span);
    }
  }

  private void take(BoundaryReader.Good good, FeatureSpan span) {
    JsonNode properties = JSON.readTree(good.properties());
    Optional<Boundary> boundary = Boundary.of(good.wkb(), good.squareMetres());
    Optional<String> id = id(good.id(), properties);
    Optional<Problem> problem = problem(id, boundary, properties);
    if (problem.isPresent()) {
      rejects.add(
          new Reject(
              problem.get(),
              span.index(),
              good.id(),
              new Reject.Place(span.offset(), span.length(), "", Double.NaN, Double.NaN),
              new Reject.Slice(
                  payload,
                  Math.toIntExact(span.offset()),
                  Math.toIntExact(span.offset() + span.length()),
                  true)));
      return;
    }
    ids.add(id.orElseThrow());
    farms.add(draft(id.orElseThrow(), boundary.orElseThrow(), properties));
  }

  private static FarmDraft draft(String id, Boundary boundary, JsonNode properties) {
    JsonNode threshold = properties.path("threshold");
    return new FarmDraft(
        id,
        properties.path("name").asString(""),
        boundary,
        properties.path("active").asBoolean(true),
        threshold.isNumber() ? Optional.of(threshold.doubleValue()) : Optional.empty(),
        new FarmDraft.Alerts(
            properties.path("alert_drop").asDouble(0), properties.path("alert_days").asInt(0)));
  }

  private static Optional<String> id(@Nullable String json, JsonNode properties) {
    JsonNode id = json == null ? properties.path("id") : JSON.readTree(json);
    return id.isString() || id.isIntegralNumber() ? Optional.of(id.asString()) : Optional.empty();
  }

  private Optional<Problem> problem(
      Optional<String> id, Optional<Boundary> boundary, JsonNode properties) {
    if (id.isEmpty()) {
      return Optional.of(
          new Problem("farm.id_missing", "A farm needs an id: that of its feature."));
    }
    if (ids.contains(id.get())) {
      return Optional.of(
          new Problem("farm.id_twice", "The payload has two farms '%s'.".formatted(id.get())));
    }
    return FarmDraft.problemWith(id.get())
        .or(() -> boundary.isPresent() ? area(boundary.get()) : noPolygon())
        .or(() -> wishes(properties));
  }

  private static Optional<Problem> noPolygon() {
    return Optional.of(
        new Problem("farm.no_polygon", "A farm's boundary is a polygon or several, with an area."));
  }

  private static Optional<Problem> area(Boundary boundary) {
    return boundary.squareMetres() <= MOST_SQUARE_METRES
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "farm.too_large",
                "%.0f ha are more than the %.0f of a farm."
                    .formatted(boundary.squareMetres() / 1e4, MOST_SQUARE_METRES / 1e4)));
  }

  private static Optional<Problem> wishes(JsonNode properties) {
    if (properties.path("name").asString("").length() > FarmDraft.LONGEST_NAME) {
      return invalid("name has at most %d characters".formatted(FarmDraft.LONGEST_NAME));
    }
    if (!(Math.abs(properties.path("threshold").asDouble(0)) <= 1)) {
      return invalid("threshold is a number from -1 to 1");
    }
    double drop = properties.path("alert_drop").asDouble(0);
    int days = properties.path("alert_days").asInt(0);
    return drop >= 0 && drop <= 2 && days >= 0 && days <= 3650
        ? Optional.empty()
        : invalid("alert_drop is a number from 0 to 2, alert_days one from 0 to 3650");
  }

  private static Optional<Problem> invalid(String what) {
    return Optional.of(new Problem("farm.invalid", "Of a farm's properties, " + what + "."));
  }
}
