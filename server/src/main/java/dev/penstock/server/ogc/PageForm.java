package dev.penstock.server.ogc;

import dev.penstock.formats.FeatureText;
import dev.penstock.formats.GeometryText;
import dev.penstock.formats.NumberText;
import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.server.collection.Projected;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes features as GeoJSON with the members and links that the standard adds. */
final class PageForm {
  private static final byte[] LINKS = ",\"links\":".getBytes(StandardCharsets.US_ASCII);

  private final Links links;
  private final Query query;
  private final ItemsQuery asked;

  PageForm(Links links, Query query, ItemsQuery asked) {
    this.links = links;
    this.query = query;
    this.asked = asked;
  }

  /** A page as a FeatureCollection. */
  void writeTo(OutputStream out, Page.Found page, Projected projected) throws IOException {
    var text = new NumberText(out);
    FeatureText features = features(text, projected);
    text.put("{\"type\":\"FeatureCollection\",\"timeStamp\":\"")
        .put(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("\",\"numberReturned\":")
        .put(Integer.toString(page.rows().size()));
    if (asked.all()) {
      text.put(",\"numberMatched\":").put(Long.toString(page.collection().features()));
    }
    text.put(",\"links\":").put(links(page)).put(",\"features\":[");
    for (int i = 0; i < page.rows().size(); i++) {
      text.put(i == 0 ? "\n" : ",\n");
      FeatureRow row = page.rows().get(i);
      features.write(FeatureIds.of(page, i), row.wkb(), row.properties());
    }
    text.put("\n]}\n").flush();
  }

  /** One feature, which has its links beside its properties. */
  void writeOne(OutputStream out, Page.Found page, Projected projected) throws IOException {
    var text = new NumberText(out);
    FeatureRow row = page.rows().getFirst();
    String self = links.item(page.collection().id(), FeatureIds.text(page, 0));
    byte[] more =
        Json.bytes(
            json -> {
              json.writeStartArray();
              Links.write(json, "self", Links.GEOJSON, self + query.text("", ""));
              Links.write(json, "collection", Links.JSON, links.collection(page.collection().id()));
              json.writeEndArray();
            });
    var members = new ByteArrayOutputStream();
    members.writeBytes(LINKS);
    members.writeBytes(more);
    features(text, projected)
        .write(FeatureIds.of(page, 0), row.wkb(), row.properties(), members.toByteArray());
    text.put('\n').flush();
  }

  private FeatureText features(NumberText text, Projected projected) {
    return new FeatureText(
        text, new GeometryText(text, projected.reprojection(), CrsNames.order(asked.crs())));
  }

  private byte[] links(Page.Found page) {
    String items = links.items(page.collection().id());
    return Json.bytes(
        json -> {
          json.writeStartArray();
          Links.write(json, "self", Links.GEOJSON, items + query.text("", ""));
          if (!page.next().isEmpty()) {
            Links.write(json, "next", Links.GEOJSON, items + query.text("cursor", page.next()));
          }
          Links.write(json, "collection", Links.JSON, links.collection(page.collection().id()));
          json.writeEndArray();
        });
  }
}
