package dev.penstock.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bench.engine.Entrant.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingsTest {
  @Test
  void oursIsComparedWithTheQuickestOfEachSide() {
    var standings =
        new Standings(
            List.of(
                finish("ours", Side.OURS, 20_000, 0.8),
                finish("slow", Side.JAVA, 500, 5_000),
                finish("quick", Side.JAVA, 4_000, 1.8),
                finish("bull", Side.BULLMQ, 10_000, 0.7)));
    assertThat(standings.ratios())
        .containsExactly(
            "met    drain of ours, 20,000/s, over that of quick, 4,000/s: 5, wanted at least 5",
            "MISSED drain of ours, 20,000/s, over that of bull, 10,000/s: 2, wanted at least 2.50",
            "MISSED submit to start of ours, p50 in ms, beside the soonest rival, bull: 0.80, wanted"
                + " at most 0.70");
  }

  @Test
  void aRivalThatDidNotFinishIsNoRival() {
    var standings =
        new Standings(
            List.of(
                finish("ours", Side.OURS, 20_000, 0.8),
                new Finish(entrant("broken", Side.JAVA), Outcome.NONE)));
    assertThat(standings.ratios()).isEmpty();
    assertThat(standings.table().getLast()).contains("broken").contains("–");
  }

  @Test
  void aFigureThatDidNotComeIsMissed() {
    assertThat(Target.atMost("x", "x", 1).verdict(Double.NaN)).startsWith("MISSED x: –");
    assertThat(Target.atLeast("x", "x", 1).verdict(Double.NaN)).startsWith("MISSED x: –");
  }

  @Test
  void cpuIsDividedByTheJobsOfTheLastDrain() {
    var first = new Phase("drain", Duration.ofSeconds(9), Duration.ofSeconds(9));
    var last = new Phase("drain", Duration.ofSeconds(2), Duration.ofSeconds(3));
    var outcome = new Outcome(Map.of("drained", 1_000.0), List.of(first, last), Optional.empty());
    assertThat(outcome.cpuMillisPerJob()).isEqualTo(3);
    assertThat(outcome.cost("drain")).isEqualTo("3.0 CPU s in 2.0 s");
  }

  private static Finish finish(String name, Side side, double drain, double start) {
    return new Finish(
        entrant(name, side),
        new Outcome(Map.of("drain", drain, "start_p50_ms", start), List.of(), Optional.empty()));
  }

  private static Entrant entrant(String name, Side side) {
    return new Entrant(name, side, "none", (folder, limit) -> Outcome.NONE);
  }
}
