package dev.penstock.crs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjJsonTest {
  @TempDir Path folder;

  @Test
  void projReadsEachDefinitionAsTheSystemOfThatCode() throws Exception {
    CrsCatalog catalog = CrsCatalog.standard();
    Stream<Crs> unverified =
        catalog.unsupported().stream()
            .flatMap(refused -> catalog.unverified(refused.code().toString()).stream());
    for (Crs crs : Stream.concat(catalog.systems().stream(), unverified).toList()) {
      // Of the zones of UTM only some: they are of one pattern.
      boolean zone = crs.code().code().matches("32[67][0-9]{2}");
      if (!zone || crs.code().code().matches("32[67](01|31|33|60)")) {
        Path file = Files.writeString(folder.resolve("crs.json"), ProjJson.of(crs));
        assertThat(definition("@" + file)).as(crs.toString()).isEqualTo(definition(name(crs)));
      }
    }
  }

  private static String name(Crs crs) {
    return crs.code().equals(CrsCode.CRS84) ? "OGC:CRS84" : crs.code().toString();
  }

  /** As PROJ writes it in WKT, less where it is used. */
  private static String definition(String crs) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of("projinfo", crs, "-o", "WKT2:2019", "-q", "--single-line"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.replaceAll(",USAGE\\[.*?\\]\\]", "").strip();
  }

  @Test
  void whatTheAuthorityListsNorthFirstIsKnown() {
    CrsCatalog catalog = CrsCatalog.standard();
    assertThat(List.of(4326, 3035, 2193, 4258, 3006))
        .allMatch(code -> ProjJson.northFirst(catalog.get(CrsCode.epsg(code))));
    assertThat(List.of(3857, 32633, 32733, 2154, 3031, 3413, 27700))
        .noneMatch(code -> ProjJson.northFirst(catalog.get(CrsCode.epsg(code))));
    assertThat(ProjJson.northFirst(CrsCatalog.crs84())).isFalse();
  }

  @Test
  void aSystemOutsideTheCatalogHasNone() {
    Crs known = CrsCatalog.standard().get(CrsCode.epsg(32633));
    var other =
        new Crs(
            CrsCode.epsg(32661),
            known.name(),
            known.kind(),
            known.unit(),
            known.area(),
            known.proj(),
            known.wkt(),
            "");
    assertThatThrownBy(() -> ProjJson.of(other)).isInstanceOf(IllegalArgumentException.class);
  }
}
