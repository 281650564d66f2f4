package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.Transform;
import dev.penstock.geojson.FeatureReader;
import dev.penstock.geojson.ReadLimits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

class FlatWkbTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"Point\",\"coordinates\":[1.5,-2]}",
        "{\"type\":\"Point\",\"coordinates\":[1.5,-2,3]}",
        "{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}",
        "{\"type\":\"LineString\",\"coordinates\":[[1,2,9],[3,4,8]]}",
        "{\"type\":\"MultiLineString\",\"coordinates\":[[[1,2],[3,4]],[[5,6],[7,8],[9,1]]]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,0]],[[5,1],[8,4],[8,1],[5,1]]]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9]]]}",
        "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[9,0],[9,9],[0,0]]],[[[20,0],[29,0],[29,9],[20,0]],[[25,1],[28,4],[28,1],[25,1]]]]}",
        "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1,2]},{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}]},{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[9,0],[9,9],[0,0]]]]}]}",
      })
  void everyGeometryIsReadBackByJtsAsJtsBuildsIt(String json) throws ParseException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    var draft = new FeatureReader(ReadLimits.DEFAULT).read(bytes, 0, bytes.length, 0, 0);
    assertThat(draft.rejected()).as("%s", draft.defects()).isFalse();
    var out = new WkbBuffer();
    out.clear();

    boolean whole =
        new FlatWkb(out, Transform.between(CrsCatalog.crs84(), CrsCatalog.crs84()))
            .write(draft.geometry(), Map.of());

    assertThat(whole).isTrue();
    Geometry back = new WKBReader().read(Arrays.copyOf(out.bytes(), out.size()));
    assertThat(back.equalsExact(JtsGeometries.of(draft.geometry(), 0))).isTrue();
    assertThat(out.bounds().maxX()).isEqualTo(back.getEnvelopeInternal().getMaxX());
    assertThat(out.bounds().minY()).isEqualTo(back.getEnvelopeInternal().getMinY());
    if (draft.geometry().dimension() == 3) {
      assertThat(back.getCoordinates()[0].getZ()).isEqualTo(draft.geometry().ordinates()[2]);
    }
  }
}
