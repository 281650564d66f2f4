package dev.penstock.transactions.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TransferMatcherTest {
  private static final long HOUR = 3_600_000;

  private static Transfer end(
      String row, double hours, String wallet, String quantity, String hash) {
    return new Transfer(0, (long) (hours * HOUR), wallet, new BigDecimal(quantity), hash, row);
  }

  private static TransferMatcher.Found match(List<Transfer> outs, List<Transfer> ins) {
    return new TransferMatcher(outs, ins, row -> "").run();
  }

  private static List<String> pairs(List<TransferMatcher.Pair> pairs) {
    return pairs.stream().map(pair -> pair.out().row() + ">" + pair.in().row()).toList();
  }

  @Test
  void theSameHashDecidesWhateverTheAmountsAre() {
    var found =
        match(
            List.of(end("o", 0, "a", "1", "h")),
            List.of(end("x", 0.1, "b", "1", ""), end("i", 30, "b", "0.5", "h")));
    assertThat(pairs(found.pairs())).containsExactly("o>i");
    assertThat(found.pairs().getFirst().reason()).contains("hash");
  }

  @Test
  void withoutHashesAmountAndTimeDecide() {
    var found =
        match(
            List.of(end("o", 0, "a", "1", "")),
            List.of(
                end("late", 40, "b", "1", ""),
                end("soon", 1, "b", "1", ""),
                end("less", 0.5, "b", "0.9899", ""),
                end("more", 0.5, "b", "1.01", ""),
                end("own", 0.5, "a", "1", "")));
    assertThat(pairs(found.pairs())).containsExactly("o>soon");
    assertThat(found.alone())
        .extracting(Transfer::row)
        .containsExactly("less", "more", "own", "late");
  }

  @Test
  void nothingIsMatchedOutsideOfTheWindow() {
    var outs = List.of(end("o", 10, "a", "1", ""));
    assertThat(match(outs, List.of(end("i", 9.9, "b", "1", ""))).pairs()).isEmpty();
    assertThat(match(outs, List.of(end("i", 9.95, "b", "1", ""))).pairs()).hasSize(1);
    assertThat(match(outs, List.of(end("i", 58.1, "b", "1", ""))).pairs()).isEmpty();
  }

  @Test
  void whatNothingTellsApartIsLeftToAPerson() {
    var outs = List.of(end("o", 0, "a", "1", ""));
    var ins = List.of(end("i1", 1, "b", "1", ""), end("i2", 1, "c", "1", ""));
    var found = match(outs, ins);
    assertThat(found.pairs()).isEmpty();
    assertThat(found.ambiguous()).hasSize(2);
    UnaryOperator<String> linked = row -> row.equals("o") ? "i2" : "";
    assertThat(pairs(new TransferMatcher(outs, ins, linked).run().pairs())).containsExactly("o>i2");
  }

  @Test
  void eachEndIsUsedOnce() {
    var found =
        match(
            List.of(end("o1", 0, "a", "1", ""), end("o2", 2, "a", "1", "")),
            List.of(end("i1", 1, "b", "1", ""), end("i2", 3.5, "b", "1", "")));
    assertThat(pairs(found.pairs())).containsExactlyInAnyOrder("o1>i1", "o2>i2");
  }
}
