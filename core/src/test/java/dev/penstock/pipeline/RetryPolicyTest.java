package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  @Test
  void boundsDoubleFromBaseToCap() {
    var policy = new RetryPolicy(9, 3, Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(IntStream.rangeClosed(1, 7).mapToObj(policy::bound).map(Duration::toSeconds))
        .containsExactly(1L, 2L, 4L, 8L, 10L, 10L, 10L);
  }

  @Test
  void theBoundNeverOverflows() {
    var policy = new RetryPolicy(9, 3, Duration.ofMillis(1), Duration.ofDays(100_000));
    Duration before = Duration.ZERO;
    for (int failures = 1; failures < 200; failures++) {
      assertThat(policy.bound(failures)).as("after %d", failures).isGreaterThanOrEqualTo(before);
      before = policy.bound(failures);
    }
    assertThat(policy.bound(Integer.MAX_VALUE)).isEqualTo(policy.cap());
  }

  @Test
  void noWaitStaysNoWait() {
    var policy = new RetryPolicy(9, 3, Duration.ZERO, Duration.ofSeconds(10));
    assertThat(policy.bound(1)).isZero();
    assertThat(policy.bound(1000)).isZero();
  }

  @Test
  void aPolicyThatNeverTriesIsRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(0, 1, second, second));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, 0, second, second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, 1, second.negated(), second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, 1, second, Duration.ZERO));
    assertThat(RetryPolicy.DEFAULT.withAttempts(1).attempts()).isOne();
  }

  @Test
  void theLongestWaitsDoNotOverflow() {
    for (Duration cap :
        new Duration[] {
          Duration.ofMillis(Long.MAX_VALUE - 1),
          Duration.ofMillis(Long.MAX_VALUE),
          Duration.ofSeconds(Long.MAX_VALUE)
        }) {
      var policy = new RetryPolicy(9, 3, Duration.ofMillis(3), cap);
      assertThat(policy.bound(1)).isEqualTo(Duration.ofMillis(3));
      assertThat(policy.bound(200).toMillis()).isGreaterThanOrEqualTo(Long.MAX_VALUE - 1);
      assertThat(new RetryPolicy(9, 3, cap, cap).bound(1)).isEqualTo(policy.bound(200));
    }
  }
}
