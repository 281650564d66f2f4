package dev.penstock.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LaneTest {
  @Test
  void whatRanWaitedAndWasTriedAgainIsInItsBins() {
    var lane = new Lane(0);
    lane.waiting(0, 2);
    lane.claimed(100, false);
    lane.left(200, true);
    lane.claimed(300, true);
    lane.left(350, false);
    lane.widen(400, 0);
    Lane.Bins bins = lane.bins(8);
    assertThat(bins.run()).containsExactly(0, 0, 1, 1, 0, 0, 1, 0);
    assertThat(bins.retry()).containsExactly(0, 0, 0, 0, 1, 1, 0, 0);
    assertThat(bins.waiting()).containsExactly(2, 2, 1, 1, 1, 1, 1, 1);
    assertThat(lane.first()).isEqualTo(100);
    assertThat(lane.last()).isEqualTo(350);
  }

  @Test
  void aLongTimeTakesNoMoreBinsAndLosesNothing() {
    var lane = new Lane(0);
    lane.claimed(0, false);
    lane.left(3_600_000, false);
    lane.widen(3_600_000, 0);
    double ran = Arrays.stream(lane.bins(Lane.BINS).run()).sum() * lane.width();
    assertThat(ran).isCloseTo(3_600_000, within(1.0));
  }

  @Test
  void anHourKeepsSixtyMinutesAndForgetsTheRest() {
    var hour = new Hour();
    long start = 1_000_000L * 60_000;
    hour.note(start, minute -> minute.items += 60);
    hour.note(start + 60_000, minute -> minute.items += 120);
    assertThat(hour.sum(start + 60_000, minute -> minute.items)).isEqualTo(180);
    assertThat(hour.rate(start + 60_000 + 30_000, minute -> minute.items)).isEqualTo(2.5);
    assertThat(hour.sum(start + 61 * 60_000, minute -> minute.items)).isZero();
  }

  @Test
  void quantilesAreGoodToAFewHundredths() {
    var spread = new Spread();
    for (int i = 1; i <= 1_000; i++) {
      spread.add(i / 100.0);
    }
    assertThat(spread.quantile(.95)).isCloseTo(9.5, within(9.5 * .13));
    assertThat(spread.quantile(.5)).isCloseTo(5.0, within(5.0 * .13));
    assertThat(new Spread().quantile(.5)).isEqualTo(-1);
  }
}
