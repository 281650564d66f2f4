package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeaseClockTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final LeaseClock clock = new LeaseClock();
  private Instant now = NOON;

  private void pass(Duration time) {
    now = now.plus(time);
    clock.look(now);
  }

  @Test
  void whereSomebodyLooksOftenItIsTheTimeOfTheClock() {
    clock.look(now);
    var end = clock.end(Duration.ofSeconds(30));
    for (int i = 0; i < 300; i++) {
      pass(Duration.ofMillis(100));
      assertThat(clock.over(end)).isFalse();
    }
    pass(Duration.ofMillis(1));
    assertThat(clock.over(end)).isTrue();
  }

  /** Whatever happens between, who beat a third of a lease ago has a third of it left. */
  @Test
  void aGapCountsForNoMoreThanAThirdOfALeaseAndForAtLeastASixth() {
    var random = new SplittableRandom(3);
    for (int i = 0; i < 10_000; i++) {
      var lease = Duration.ofMillis(3 + random.nextInt(1 << random.nextInt(1, 21)));
      clock.look(now);
      var end = clock.end(lease);
      var gap = Duration.ofMillis(lease.toMillis() * random.nextInt(1, 50));
      pass(random.nextBoolean() ? gap : gap.negated());
      assertThat(clock.over(end)).as("%s of %s", gap, lease).isFalse();
      int gaps = 0;
      while (!clock.over(end)) {
        pass(gap);
        gaps++;
        assertThat(gaps).as("%s of %s", gap, lease).isLessThanOrEqualTo(7);
      }
      assertThat(gaps).as("%s of %s", gap, lease).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void whoComesAloneCountsAllThatWentBy() {
    clock.look(now);
    var end = clock.end(Duration.ofSeconds(30));
    now = now.plusSeconds(31);
    clock.lookAlone(now);
    assertThat(clock.over(end)).isTrue();
  }
}
