package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.job.Problem;
import dev.penstock.pipeline.Inputs.Reading;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InputsTest {
  private static final Inputs INPUTS =
      Inputs.of(
          Input.of("to-crs", word(), "OGC:CRS84", "Coordinate system of the result"),
          Input.of(
              "simplify", new InputKind.Decimal(BigDecimal.ZERO, BigDecimal.TEN), null, "In m"),
          Input.of("mode", new InputKind.Choice(List.of("replace", "append")), "replace", "How"),
          Input.of("level", new InputKind.Whole(1, 9), "6", "Effort")
              .checkedBy(InputsTest::notSeven));

  @Test
  void whatIsNotGivenHasItsDefault() {
    InputValues values = accepted(Map.of());
    assertThat(values.text("to-crs")).isEqualTo("OGC:CRS84");
    assertThat(values.whole("level")).isEqualTo(6);
    assertThat(values.optional("simplify")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> values.text("simplify"))
        .withMessageContaining("simplify");
  }

  @Test
  void whatIsGivenReplacesTheDefault() {
    InputValues values = accepted(Map.of("level", List.of("9"), "simplify", List.of("2.5")));
    assertThat(values.whole("level")).isEqualTo(9);
    assertThat(values.decimal("simplify")).isEqualTo(2.5);
    assertThat(values.text("mode")).isEqualTo("replace");
  }

  @Test
  void anUnknownInputNamesTheNearest() {
    assertThat(refused(Map.of("to-csr", List.of("x"))))
        .containsExactly(
            new Problem("input.unknown", "There is no input 'to-csr'. Did you mean to-crs?"));
  }

  @Test
  void anUnknownInputThatIsNearNoneNamesAll() {
    assertThat(refused(Map.of("tenant", List.of("x"))))
        .extracting(Problem::detail)
        .containsExactly(
            "There is no input 'tenant'. Known inputs: to-crs, simplify, mode, level.");
  }

  @Test
  void aVeryLongUnknownNameIsClipped() {
    assertThat(refused(Map.of("x".repeat(100_000), List.of("x"))))
        .first()
        .extracting(problem -> problem.detail().length())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.INTEGER)
        .isLessThan(200);
  }

  @Test
  void everyProblemIsTold() {
    var given = new LinkedHashMap<String, List<String>>();
    given.put("mode", List.of("apend"));
    given.put("level", List.of("0"));
    given.put("simplify", List.of("1", "2"));
    given.put("colour", List.of("red"));
    List<Problem> problems = refused(given);
    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly("input.invalid", "input.invalid", "input.repeated", "input.unknown");
    assertThat(problems)
        .extracting(Problem::detail)
        .startsWith(
            "mode=apend: expected one of [replace, append]; nearest: append",
            "level=0: expected a whole number from 1 to 9",
            "simplify is given 2 times");
  }

  @Test
  void aGivenNameWithoutAnyValueIsRefused() {
    assertThat(refused(Map.of("level", List.of())))
        .extracting(Problem::code)
        .containsExactly("input.repeated");
  }

  @Test
  void anInputsOwnCheckComesAfterItsKind() {
    assertThat(refused(Map.of("level", List.of("7"))))
        .containsExactly(new Problem("test.seven", "Not seven."));
  }

  @Test
  void anInputIsDeclaredOnceAndUnderAPlainName() {
    Input input = Input.of("a", word(), null, "");
    assertThatIllegalArgumentException().isThrownBy(() -> Inputs.of(input, input));
    for (String name : List.of("", "A", "a_b", "1a", "-a", "a b", "a".repeat(33))) {
      assertThatIllegalArgumentException().isThrownBy(() -> Input.of(name, word(), null, ""));
    }
  }

  private static Optional<Problem> notSeven(String value) {
    return value.equals("7")
        ? Optional.of(new Problem("test.seven", "Not seven."))
        : Optional.empty();
  }

  private static InputKind word() {
    return new InputKind.Text(Pattern.compile("[A-Za-z0-9:]+"), 20, "word");
  }

  private static InputValues accepted(Map<String, List<String>> given) {
    assertThat(INPUTS.read(given)).isInstanceOf(Reading.Accepted.class);
    return ((Reading.Accepted) INPUTS.read(given)).values();
  }

  private static List<Problem> refused(Map<String, List<String>> given) {
    assertThat(INPUTS.read(given)).isInstanceOf(Reading.Refused.class);
    return ((Reading.Refused) INPUTS.read(given)).problems();
  }
}
