package dev.penstock.formats;

import java.io.IOException;
import java.io.OutputStream;

/** GeoJSON by RFC 7946 in WGS 84, as one FeatureCollection or as a text sequence. */
final class GeoJsonFile {
  private static final char RECORD = 0x1E;

  private final Dataset data;

  GeoJsonFile(Dataset data) {
    this.data = data;
  }

  void collection(OutputStream out) throws IOException {
    var text = new NumberText(out);
    text.put("{\"type\":\"FeatureCollection\"").put(data.form().members()).put(",\"features\":[");
    each(text, "\n", ",\n", "");
    text.put("\n]}\n").flush();
  }

  void sequence(OutputStream out) throws IOException {
    var text = new NumberText(out);
    String record = String.valueOf(RECORD);
    each(text, record, record, "\n");
    text.flush();
  }

  private void each(NumberText text, String first, String later, String after) throws IOException {
    Reprojection to = data.crs().isWgs84() ? Reprojection.NONE : data.toWgs84().get();
    var geometries =
        new GeometryText(text, to, GeometryText.Rings.RIGHT_HANDED)
            .decimals(data.form().decimals());
    var features = new FeatureText(text, geometries);
    String before = first;
    try (FeatureSource.Cursor cursor = data.features().open()) {
      for (Feature feature = cursor.next(); feature != null; feature = cursor.next()) {
        text.put(before);
        features.write(feature.id(), feature.wkb(), feature.properties());
        text.put(after);
        before = later;
      }
    }
  }
}
