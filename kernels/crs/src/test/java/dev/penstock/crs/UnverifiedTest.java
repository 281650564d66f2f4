package dev.penstock.crs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Systems that are only for those who ask for them. */
class UnverifiedTest {
  private final CrsCatalog catalog = CrsCatalog.standard();

  @Test
  void theyAreRefusedAndCanBeHadAllTheSame() {
    assertThat(catalog.find("EPSG:31467")).isInstanceOf(CrsLookup.Unsupported.class);
    Crs crs = catalog.unverified("urn:ogc:def:crs:EPSG::31467").orElseThrow();
    assertThat(catalog.get(crs.code())).isEqualTo(crs);
    assertThat(catalog.systems()).doesNotContain(crs);
    assertThat(crs.wkt()).contains("\"EPSG\",\"31467\"");
  }

  @Test
  void noVerifiedOrUnknownSystemIsAmongThem() {
    for (String name : new String[] {"EPSG:3857", "EPSG:4978", "EPSG:9999", "nonsense"}) {
      assertThat(catalog.unverified(name)).as(name).isEmpty();
    }
  }

  @Test
  void theyLieWhereTheyShouldToTheMetresThatAreToldOfThem() {
    // What cs2cs 9.1.1 says, with the BETA2007 grid.
    double[] place = {10, 51};
    Crs zone3 = catalog.unverified("EPSG:31467").orElseThrow();
    assertThat(Transform.between(CrsCatalog.crs84(), zone3).apply(place, 0, 1, 2)).isEqualTo(-1);
    assertThat(place[0]).isEqualTo(3570270.915, within(3.0));
    assertThat(place[1]).isEqualTo(5652122.211, within(3.0));
  }
}
