package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> NAMES = List.of("simplify", "collection", "to-crs", "id");

  @Test
  void oneSlipIsFoundWhateverItsKind() {
    for (String typed : List.of("simplfy", "simpllify", "simplivy", "simpilfy", "SIMPLIFY")) {
      assertThat(Nearest.to(typed, NAMES)).as(typed).contains("simplify");
    }
  }

  @Test
  void atMostAThirdOfTheLettersMayDiffer() {
    assertThat(Nearest.to("colection-", NAMES)).contains("collection");
    assertThat(Nearest.to("calactiun", NAMES)).as("four slips in ten letters").isEmpty();
    assertThat(Nearest.to("it", NAMES)).contains("id");
    assertThat(Nearest.to("xy", NAMES)).isEmpty();
  }

  @Test
  void theFirstOfTheNearestIsNamed() {
    assertThat(Nearest.to("bat", List.of("cat", "bath", "bat"))).contains("bat");
    assertThat(Nearest.to("bat", List.of("rat", "cat"))).contains("rat");
  }

  @Test
  void nothingIsNearAnEndlessNameOrInAnEmptyList() {
    assertThat(Nearest.to("x".repeat(1_000_000), NAMES)).isEmpty();
    assertThat(Nearest.to("id", List.of())).isEmpty();
  }
}
