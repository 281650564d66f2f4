package dev.penstock.formats;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes features as GeoJSON: ids and properties byte for byte as they came in. */
public final class FeatureText {
  private static final byte[] NOTHING = {};

  private final NumberText text;
  private final GeometryText geometries;

  public FeatureText(NumberText text, GeometryText geometries) {
    this.text = text;
    this.geometries = geometries;
  }

  /**
   * Writes one feature. A geometry without an image in the wanted system is null, and the feature
   * says so: a file must not fail because of one of its features.
   */
  public void write(@Nullable String id, byte @Nullable [] wkb, byte[] properties)
      throws IOException {
    write(id, wkb, properties, NOTHING);
  }

  /**
   * The same with further members.
   *
   * @param more each with a comma before it
   */
  public void write(@Nullable String id, byte @Nullable [] wkb, byte[] properties, byte[] more)
      throws IOException {
    text.put("{\"type\":\"Feature\",");
    if (id != null) {
      text.put("\"id\":").put(id).put(',');
    }
    text.put("\"geometry\":");
    if (wkb == null) {
      text.put("null");
    } else if (!geometries.write(wkb)) {
      text.put("null,\"problem\":\"crs.no_image\"");
    }
    text.put(",\"properties\":").put(properties).put(more).put('}');
  }
}
