package dev.penstock.server.ogc;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.server.collection.Projected;
import dev.penstock.server.web.RefusedException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** One collection as OGC API - Features describes it. */
final class CollectionJson {
  private CollectionJson() {}

  /**
   * Writes it.
   *
   * @param crs the systems that its features can be had in
   */
  static void write(JsonGenerator json, Links links, Described collection, List<String> crs) {
    json.writeStartObject();
    json.writeStringProperty("id", collection.id());
    json.writeStringProperty("title", collection.id());
    json.writeStringProperty(
        "description",
        "%,d features, published by job %s".formatted(collection.features(), collection.job()));
    json.writeStringProperty("itemType", "feature");
    extent(json, collection);
    json.writeArrayPropertyStart("crs");
    crs.forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("storageCrs", CrsNames.stored(collection.srs()));
    json.writeArrayPropertyStart("links");
    Links.write(json, "self", Links.JSON, links.collection(collection.id()));
    Links.write(json, "items", Links.GEOJSON, links.items(collection.id()));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void extent(JsonGenerator json, Described collection) {
    Bounds box;
    try {
      box = Projected.of(collection.srs()).toAsked(collection.bounds());
    } catch (RefusedException e) {
      // The collection is still worth listing; only its place on the globe is not known here.
      return;
    }
    if (!box.isNone()) {
      json.writeObjectPropertyStart("extent");
      json.writeObjectPropertyStart("spatial");
      json.writeArrayPropertyStart("bbox");
      json.writeArray(new double[] {box.minX(), box.minY(), box.maxX(), box.maxY()}, 0, 4);
      json.writeEndArray();
      json.writeStringProperty("crs", CrsNames.CRS84);
      json.writeEndObject();
      json.writeEndObject();
    }
  }
}
