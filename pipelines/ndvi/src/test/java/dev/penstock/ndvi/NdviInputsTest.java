package dev.penstock.ndvi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NdviInputsTest {
  private static final Instant NOW = Instant.parse("2026-07-15T12:00:00Z");

  private static Inputs.Reading read(String... inputs) {
    var given = new LinkedHashMap<String, List<String>>();
    given.put("stac", List.of("https://stac.example/v1"));
    for (String input : inputs) {
      String[] parts = input.split("=", 2);
      given.put(parts[0], List.of(parts[1]));
    }
    return NdviInputs.DECLARED.read(given);
  }

  private static InputValues values(String... inputs) {
    if (read(inputs) instanceof Inputs.Reading.Accepted(var values)) {
      return values;
    }
    throw new AssertionError(read(inputs));
  }

  @Test
  void aDayMeansAllOfIt() {
    InputValues values = values("from=2026-06-01", "to=2026-06-30");
    Instant to = NdviInputs.to(values, NOW);
    assertThat(to).isEqualTo("2026-06-30T23:59:59.999Z");
    assertThat(NdviInputs.from(values, to)).isEqualTo("2026-06-01T00:00:00Z");
  }

  @Test
  void aPeriodGoesBackFromTheLastMoment() {
    InputValues values = values("from=P10D", "to=2026-06-30T12:00:00Z");
    assertThat(NdviInputs.from(values, NdviInputs.to(values, NOW)))
        .isEqualTo("2026-06-20T12:00:00Z");
    assertThat(NdviInputs.from(values("from=PT36H"), NOW)).isEqualTo("2026-07-14T00:00:00Z");
    assertThat(NdviInputs.to(values(), NOW)).isEqualTo(NOW);
  }

  @Test
  void theBandsAreThoseOfAllIndices() {
    NdviInputs inputs = NdviInputs.of(values("index=ndwi,evi", "formula=rededge / red"));
    assertThat(inputs.bands()).containsExactly("blue", "green", "nir", "red", "rededge");
    assertThat(inputs.rules().indexes()).containsExactly("ndwi", "evi", "formula");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from=yesterday|",
        "from=2026-13-01|",
        "to=P10D|",
        "from=2026-07-01|to=2026-06-01",
        "from=1950-01-01|to=2026-06-01",
        "index=ndvi,lai|",
        "formula=swir / red|",
        "formula=1 + 1|",
        "formula=(nir|",
        "threshold=2|",
        "min-valid=101|",
        "offset=5|",
        "fresh=PT-1H|",
        "which=all|"
      })
  void whatCannotBeUsedIsRefused(String one, @Nullable String other) {
    Inputs.Reading reading = other == null ? read(one) : read(one, other);
    assertThat(reading).isInstanceOf(Inputs.Reading.Refused.class);
  }

  @Test
  void aCatalogueHasToBeNamed() {
    assertThat(NdviInputs.DECLARED.read(new LinkedHashMap<>()).toString()).contains("stac");
  }
}
