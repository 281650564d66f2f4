package dev.penstock.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
  @ParameterizedTest
  @ValueSource(strings = {"geojson.ring_not_closed", "internal", "a.b.c", "http.404"})
  void aCodeIsLowerCaseWithDotsAndUnderscores(String code) {
    assertThat(new Problem(code, "Why.").code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "A.b", "a-b", "a b", "a.b\n", "ä.b"})
  void anythingElseIsNoCode(String code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Problem(code, "Why."))
        .withMessageContaining("'" + code + "'");
  }
}
