package dev.penstock.server.collection;

import dev.penstock.crs.Transform;
import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.server.web.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a page of features as a GeoJSON FeatureCollection. Ids and properties stand in it byte for
 * byte as they came in.
 */
final class FeaturePage {
  private final Page.Found page;
  private final Transform transform;
  private final Map<String, String> links;

  FeaturePage(Page.Found page, Transform transform, Map<String, String> links) {
    this.page = page;
    this.transform = transform;
    this.links = new TreeMap<>(links);
  }

  void writeTo(OutputStream out) throws IOException {
    var text = new NumberText(out);
    var geometry = new WkbGeometry(text, transform);
    text.put("{\"type\":\"FeatureCollection\",\"numberReturned\":")
        .put(Integer.toString(page.rows().size()))
        .put(",\"links\":")
        .put(links())
        .put(",\"features\":[");
    char separator = '\n';
    for (FeatureRow row : page.rows()) {
      text.put(separator == '\n' ? "\n" : ",\n");
      separator = ',';
      feature(text, geometry, row);
    }
    text.put("\n]}\n").flush();
  }

  /** The first feature alone, with the links. */
  void writeOne(OutputStream out) throws IOException {
    var text = new NumberText(out);
    members(text, new WkbGeometry(text, transform), page.rows().getFirst());
    text.put(",\"links\":").put(links()).put("}\n").flush();
  }

  private byte[] links() {
    return Json.bytes(
        json -> {
          json.writeStartArray();
          links.forEach(
              (rel, href) -> {
                json.writeStartObject();
                json.writeStringProperty("rel", rel);
                json.writeStringProperty("type", "application/geo+json");
                json.writeStringProperty("href", href);
                json.writeEndObject();
              });
          json.writeEndArray();
        });
  }

  private static void feature(NumberText text, WkbGeometry geometry, FeatureRow row)
      throws IOException {
    members(text, geometry, row);
    text.put('}');
  }

  private static void members(NumberText text, WkbGeometry geometry, FeatureRow row)
      throws IOException {
    text.put("{\"type\":\"Feature\",");
    if (row.id() != null) {
      text.put("\"id\":").put(row.id()).put(',');
    }
    text.put("\"geometry\":");
    if (row.wkb() == null) {
      text.put("null");
    } else if (geometry.writable(row.wkb())) {
      geometry.write(row.wkb());
    } else {
      // Said in the feature itself: a page must not fail because of one of its features.
      text.put("null,\"problem\":\"crs.no_image_in_wgs84\"");
    }
    text.put(",\"properties\":").put(row.properties());
  }
}
