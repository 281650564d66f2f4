package dev.penstock.server.farm;

import dev.penstock.ndvi.farm.BoundaryJson;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.farm.FarmDraft;
import tools.jackson.core.JsonGenerator;

/** Writes farms as GeoJSON features. */
final class FarmJson {
  private FarmJson() {}

  static void write(JsonGenerator json, Farm farm) {
    FarmDraft draft = farm.draft();
    json.writeStartObject();
    json.writeStringProperty("type", "Feature");
    json.writeStringProperty("id", farm.id());
    json.writeName("geometry");
    BoundaryJson.write(json, draft.boundary());
    json.writeObjectPropertyStart("properties");
    json.writeStringProperty("name", draft.name());
    json.writeBooleanProperty("active", draft.active());
    json.writeNumberProperty("geometry_version", farm.version());
    json.writeNumberProperty("area_ha", Math.round(draft.boundary().squareMetres() / 10) / 1_000.0);
    if (draft.threshold().isPresent()) {
      json.writeNumberProperty("threshold", draft.threshold().get());
    }
    json.writeNumberProperty("alert_drop", draft.alerts().drop());
    json.writeNumberProperty("alert_days", draft.alerts().days());
    json.writeEndObject();
    links(json, farm);
    json.writeEndObject();
  }

  private static void links(JsonGenerator json, Farm farm) {
    String home = home(farm.id());
    json.writeObjectPropertyStart("links");
    json.writeStringProperty("self", home);
    json.writeStringProperty("state", home + "/state");
    json.writeStringProperty("observations", home + "/observations");
    json.writeStringProperty("picture", home + "/ndvi.png");
    json.writeEndObject();
  }

  static String home(String id) {
    return "/v1/farms/" + id;
  }
}
