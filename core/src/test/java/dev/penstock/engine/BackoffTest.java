package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void aWaitLiesBetweenZeroAndTheBoundAndNotBelowWhatWasAsked() {
    var policy = new RetryPolicy(9, 3, Duration.ofMillis(10), Duration.ofMillis(10));
    for (int i = 0; i < 1_000; i++) {
      assertThat(Backoff.draw(policy, 1, null, random))
          .isBetween(Duration.ZERO, Duration.ofMillis(10));
      assertThat(Backoff.draw(policy, 1, Duration.ofMillis(7), random))
          .isBetween(Duration.ofMillis(7), Duration.ofMillis(10));
      assertThat(Backoff.draw(policy, 1, Duration.ofHours(1), random))
          .isEqualTo(Duration.ofHours(1));
    }
  }

  @Test
  void theLongestWaitCanBeAddedToAnyClock() {
    var policy = new RetryPolicy(9, 3, FOREVER, FOREVER);
    for (int i = 0; i < 1_000; i++) {
      assertThat(Backoff.draw(policy, 1, null, random)).isBetween(Duration.ZERO, Backoff.LONGEST);
    }
    Duration wait = Backoff.draw(policy, 1, FOREVER, random);
    assertThat(wait).isEqualTo(Backoff.LONGEST);
    assertThat(Instant.EPOCH.plus(wait)).isAfter(Instant.EPOCH);
  }
}
