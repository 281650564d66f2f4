package dev.penstock.ndvi.farm;

import dev.penstock.raster.measure.Outline;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes boundaries as GeoJSON geometries. */
public final class BoundaryJson {
  private BoundaryJson() {}

  /** The geometry as the next value. */
  public static void write(JsonGenerator json, Boundary boundary) {
    List<Outline.Part> polygons = boundary.outline().polygons();
    boolean single = polygons.size() == 1;
    json.writeStartObject();
    json.writeStringProperty("type", single ? "Polygon" : "MultiPolygon");
    json.writeName("coordinates");
    if (single) {
      polygon(json, polygons.getFirst());
    } else {
      json.writeStartArray();
      polygons.forEach(polygon -> polygon(json, polygon));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void polygon(JsonGenerator json, Outline.Part polygon) {
    json.writeStartArray();
    for (double[] ring : polygon.rings()) {
      json.writeStartArray();
      for (int i = 0; i < ring.length; i += 2) {
        json.writeStartArray();
        json.writeNumber(ring[i]);
        json.writeNumber(ring[i + 1]);
        json.writeEndArray();
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
