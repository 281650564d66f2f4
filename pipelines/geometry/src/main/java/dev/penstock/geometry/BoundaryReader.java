package dev.penstock.geometry;

import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.Transform;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Reject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads single features as the geometry pipeline does (structure, validity, repair), for whoever
 * keeps boundaries of its own. Positions are degrees of WGS 84. Not thread-safe.
 */
public final class BoundaryReader {
  private final FeatureRefiner refiner;
  private final Measures measures;

  /**
   * @param mostVertices of a feature; larger ones are refused
   */
  public BoundaryReader(int mostVertices) {
    var wgs84 = CrsCatalog.crs84();
    this.refiner =
        new FeatureRefiner(
            usual().within(mostVertices),
            wgs84,
            wgs84,
            new ColumnTally(),
            new Headroom(mostVertices, 1));
    this.measures = new Measures(Transform.between(wgs84, wgs84));
  }

  private static GeometryInputs usual() {
    return switch (GeometryInputs.DECLARED.read(Map.of())) {
      case Inputs.Reading.Accepted(var values) -> GeometryInputs.of(values);
      case Inputs.Reading.Refused(var problems) ->
          throw new IllegalStateException("the defaults are refused: " + problems);
    };
  }

  /** What a feature turns out to be. */
  public sealed interface Read {}

  /**
   * A valid one.
   *
   * @param id as JSON text
   * @param wkb its geometry, little-endian; empty for a feature without one
   * @param squareMetres of its polygons on the ellipsoid
   * @param properties as JSON text
   * @param repaired whether its geometry is not the one that came in
   */
  public record Good(
      @Nullable String id, byte[] wkb, double squareMetres, String properties, boolean repaired)
      implements Read {}

  /** One that stays bad; the reject says why and where. */
  public record Bad(Reject reject) implements Read {}

  /**
   * Reads the feature of a payload that lies there as a whole.
   *
   * @throws InterruptedException if a repair was interrupted
   */
  public Read read(byte[] payload, FeatureSpan span) throws InterruptedException {
    return switch (refiner.refine(payload, Math.toIntExact(span.offset()), span)) {
      case Refined.Kept kept -> good(kept);
      case Refined.Refused(var reject) -> new Bad(reject);
    };
  }

  private Good good(Refined.Kept kept) {
    WkbBuffer geometry = kept.geometry();
    byte[] wkb = geometry == null ? new byte[0] : Arrays.copyOf(geometry.bytes(), geometry.size());
    double area = wkb.length > 0 && measures.of(wkb) ? measures.area() : 0;
    Reject.Slice slice = kept.properties();
    var properties =
        new String(slice.bytes(), slice.from(), slice.length(), StandardCharsets.UTF_8);
    return new Good(kept.id(), wkb, area, properties, kept.repaired());
  }
}
