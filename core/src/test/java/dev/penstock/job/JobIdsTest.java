package dev.penstock.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobIdsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void idsGrowWithinAMillisecondAndWhileTheClockStepsBack() {
    var times = new ArrayDeque<>(List.of(NOON, NOON, NOON.minusSeconds(60), NOON.plusMillis(1)));
    var ids = new JobIds(times::removeFirst);

    JobId first = ids.next();
    JobId second = ids.next();
    JobId back = ids.next();
    JobId later = ids.next();

    assertThat(List.of(first, second, back, later)).isSorted().doesNotHaveDuplicates();
    assertThat(back.made()).isEqualTo(NOON);
    assertThat(later.made()).isEqualTo(NOON.plusMillis(1));
  }
}
