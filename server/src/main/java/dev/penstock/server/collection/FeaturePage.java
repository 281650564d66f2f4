package dev.penstock.server.collection;

import dev.penstock.formats.FeatureText;
import dev.penstock.formats.GeometryText;
import dev.penstock.formats.GeometryText.Rings;
import dev.penstock.formats.NumberText;
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
  private final Projected crs;
  private final Map<String, String> links;

  FeaturePage(Page.Found page, Projected crs, Map<String, String> links) {
    this.page = page;
    this.crs = crs;
    this.links = new TreeMap<>(links);
  }

  void writeTo(OutputStream out) throws IOException {
    var text = new NumberText(out);
    var features =
        new FeatureText(text, new GeometryText(text, crs.reprojection(), Rings.RIGHT_HANDED));
    text.put("{\"type\":\"FeatureCollection\",\"numberReturned\":")
        .put(Integer.toString(page.rows().size()))
        .put(",\"links\":")
        .put(links())
        .put(",\"features\":[");
    char separator = '\n';
    for (FeatureRow row : page.rows()) {
      text.put(separator == '\n' ? "\n" : ",\n");
      separator = ',';
      features.write(row.id(), row.wkb(), row.properties());
    }
    text.put("\n]}\n").flush();
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
}
