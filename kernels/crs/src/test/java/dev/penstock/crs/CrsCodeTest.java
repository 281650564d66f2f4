package dev.penstock.crs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrsCodeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EPSG:3857",
        "epsg:3857",
        "3857",
        "  3857 ",
        "EPSG:03857",
        "[EPSG:3857]",
        "urn:ogc:def:crs:EPSG::3857",
        "urn:x-ogc:def:crs:EPSG::3857",
        "urn:ogc:def:crs:EPSG:9.8.3:3857",
        "http://www.opengis.net/def/crs/EPSG/0/3857",
        "https://www.opengis.net/def/crs/EPSG/9.9.1/3857",
        "http://www.opengis.net/gml/srs/epsg.xml#3857"
      })
  void everySpellingOfAnEpsgCodeMeansTheSame(String text) {
    assertThat(CrsCode.parse(text)).contains(CrsCode.epsg(3857));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OGC:CRS84",
        "ogc:crs84",
        "CRS84",
        "CRS:84",
        "WGS84",
        "WGS 84",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "http://www.opengis.net/def/crs/OGC/0/CRS84"
      })
  void everySpellingOfLongitudeFirstWgs84MeansTheSame(String text) {
    assertThat(CrsCode.parse(text)).contains(CrsCode.CRS84);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "EPSG:",
        "EPSG",
        "EPSG:0",
        "EPSG:-1",
        "EPSG:3857.0",
        "EPSG:99999999",
        "ESRI:102100",
        "urn:ogc:def:crs:OGC:1.3:CRS83",
        "http://example.org/def/crs/EPSG/0/3857",
        "+proj=utm +zone=33"
      })
  void otherTextIsNoCode(String text) {
    assertThat(CrsCode.parse(text)).isEmpty();
  }

  @Test
  void aVeryLongTextIsNoCode() {
    assertThat(CrsCode.parse("0".repeat(1_000_000) + "3857")).isEmpty();
  }

  @Test
  void theUriOfACodeIsReadBackAsTheSameCode() {
    for (Crs crs : CrsCatalog.standard().systems()) {
      assertThat(CrsCode.parse(crs.code().uri())).contains(crs.code());
      assertThat(CrsCode.parse(crs.code().toString())).contains(crs.code());
    }
  }
}
