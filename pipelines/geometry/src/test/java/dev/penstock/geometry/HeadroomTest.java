package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeadroomTest {
  @Test
  void somethingHeavierThanTheBoundIsDoneAloneAndNotNever() throws Exception {
    var headroom = new Headroom(1_000, 1);
    var inside = new AtomicBoolean();
    Thread heavy = entering(headroom, 50_000, inside);
    try (var _ = headroom.enter(10)) {
      heavy.start();
      awaitWaiting(heavy);
      assertThat(inside).isFalse();
    }
    heavy.join();
    assertThat(inside).isTrue();
  }

  @Test
  void whatDoesNotFitWaitsUntilThereIsRoom() throws Exception {
    var headroom = new Headroom(1_000, 1);
    var inside = new AtomicBoolean();
    Thread third = entering(headroom, 400, inside);
    try (var _ = headroom.enter(400)) {
      try (var _ = headroom.enter(400)) {
        third.start();
        awaitWaiting(third);
        assertThat(inside).isFalse();
      }
      third.join();
    }
    assertThat(inside).isTrue();
  }

  private static Thread entering(Headroom headroom, long weight, AtomicBoolean inside) {
    return new Thread(
        () -> {
          try (var _ = headroom.enter(weight)) {
            inside.set(true);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** One that goes in, or through, without waiting fails the test. */
  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
      Thread.onSpinWait();
    }
  }
}
