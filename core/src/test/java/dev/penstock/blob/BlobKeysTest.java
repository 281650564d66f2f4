package dev.penstock.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobKeysTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "jobs/01k/payload", "_x/Y-9/z.tar.gz", "a..b", "a/b.", "a/b-"})
  void aKeyIsSegmentsOfPlainCharacters(String key) {
    assertThat(BlobKeys.check(key)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/..",
        "a/../b",
        "a/.b",
        "a/-b",
        "a b",
        "a\\b",
        "a\nb",
        "a\n",
        "a\u0000b",
        "a:b",
        "a%2e",
        "~a",
        "ä"
      })
  void nothingClimbsOrHidesOrNeedsQuoting(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> BlobKeys.check(key));
  }

  @Test
  void aKeyHasAtMostFiveHundredTwelveCharacters() {
    String longest = "k".repeat(200) + "/" + "k".repeat(BlobKeys.MAX_LENGTH - 201);
    assertThat(BlobKeys.check(longest)).hasSize(512);
    assertThatIllegalArgumentException().isThrownBy(() -> BlobKeys.check(longest + "k"));
  }
}
