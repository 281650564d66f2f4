package dev.penstock.crs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrsCatalogTest {

  private final CrsCatalog catalog = CrsCatalog.standard();

  @Test
  void aKnownCodeIsFoundWithItsFacts() {
    assertThat(catalog.find("epsg:2263"))
        .isInstanceOfSatisfying(
            CrsLookup.Known.class,
            known -> {
              assertThat(known.crs().name()).isEqualTo("NAD83 / New York Long Island (ftUS)");
              assertThat(known.crs().unit()).isEqualTo("US survey foot");
              assertThat(known.crs().geographic()).isFalse();
              assertThat(known.crs().area().contains(-73.9, 40.7)).isTrue();
              assertThat(known.crs().area().contains(2.3, 48.8)).isFalse();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "EPSG:3875, EPSG:3857",
    "EPSG:43226, EPSG:4326",
    "EPGS:32633, EPSG:32633",
    "utm zone 33n, EPSG:32633",
    "Lambert-93, EPSG:2154",
    "British National Grid, EPSG:27700",
    "'',",
    "EPSG:9999,",
    "EPSG:1,",
    "no such system,"
  })
  void aNameThatIsNotKnownIsAnsweredWithTheNearest(String text, @Nullable String suggestion) {
    assertThat(catalog.find(text))
        .isEqualTo(new CrsLookup.Unknown(text, Optional.ofNullable(suggestion)));
  }

  @Test
  void aHugeNameIsAnsweredWithItsBeginning() {
    assertThat(catalog.find("x".repeat(100_000)))
        .isInstanceOfSatisfying(
            CrsLookup.Unknown.class, unknown -> assertThat(unknown.text()).hasSize(200));
  }

  @ParameterizedTest
  @ValueSource(ints = {5514, 31467, 31468, 4267, 5880, 900913})
  void aSystemWhoseAccuracyIsNotVerifiedIsRefusedWithAReason(int epsg) {
    assertThat(catalog.find("EPSG:" + epsg))
        .isInstanceOfSatisfying(
            CrsLookup.Unsupported.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(CrsCode.epsg(epsg));
              assertThat(refused.reason()).isNotBlank();
            });
  }

  @Test
  void noSystemIsBothKnownAndRefused() {
    for (CrsLookup.Unsupported refused : catalog.unsupported()) {
      assertThat(catalog.find(refused.code())).isEqualTo(refused);
      assertThat(catalog.systems()).noneMatch(crs -> crs.code().equals(refused.code()));
    }
  }

  @Test
  void everySystemHasWhatAGeoPackageAsksFor() {
    for (Crs crs : catalog.systems()) {
      SpatialRefSys row = crs.spatialRefSys();
      assertThat(row.organization()).isEqualTo("EPSG");
      assertThat(row.id()).isEqualTo(row.organizationId()).isPositive();
      assertThat(row.definition())
          .startsWith(crs.geographic() ? "GEOGCS[\"" : "PROJCS[\"")
          .contains(row.name())
          .endsWith("AUTHORITY[\"EPSG\",\"" + row.id() + "\"]]");
    }
  }

  @Test
  void longitudeFirstWgs84Is4326InAGeoPackage() {
    assertThat(CrsCatalog.crs84().spatialRefSys())
        .isEqualTo(catalog.get(CrsCode.epsg(4326)).spatialRefSys());
  }

  @Test
  void everyDefinitionIsTheOneThatProjWrites() {
    // Some zones of UTM stand for the 120, which come from one rule.
    catalog.systems().stream()
        .filter(crs -> !crs.code().equals(CrsCode.CRS84))
        .filter(crs -> !crs.name().startsWith("WGS 84 / UTM") || crs.name().matches(".*(1|60)[NS]"))
        .forEach(crs -> assertThat(Proj.wkt1(crs)).as(crs.code().toString()).isEqualTo(crs.wkt()));
  }
}
