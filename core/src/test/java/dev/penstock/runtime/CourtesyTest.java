package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CourtesyTest {
  private final Courtesy courtesy = new Courtesy();

  @Test
  void aFewPayloadsAreNoBurst() {
    assertThat(courtesy.burst()).isFalse();
    for (int i = 0; i < 10; i++) {
      courtesy.arrived();
    }
    assertThat(courtesy.burst()).isFalse();
  }

  @Test
  void manyPayloadsAtOnceAreABurstThatEndsByItself() throws InterruptedException {
    // Two windows may share the first hundred; the second hundred then lies in one.
    for (int i = 0; i < 200; i++) {
      courtesy.arrived();
    }
    assertThat(courtesy.burst()).isTrue();

    // Each turn pauses while the burst lasts, so a bounded number of them outlasts it.
    int turns = 0;
    while (courtesy.burst()) {
      courtesy.inTurn(() -> Optional.of(new CountDownLatch(0)));
      turns++;
    }
    assertThat(turns).isPositive();
  }

  @Test
  void aLongChunkGivesItsTurnBackWhenTheBurstIsOver() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      courtesy.arrived();
    }
    var endless = new CountDownLatch(1);

    assertThat(courtesy.inTurn(() -> Optional.of(endless))).isTrue();

    assertThat(courtesy.burst()).isFalse();
    assertThat(endless.getCount()).isEqualTo(1);
  }

  @Test
  void turnsAreTakenOneAtATime() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      courtesy.arrived();
    }
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(
            () ->
                inTurn(
                    () -> {
                      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                      Thread.onSpinWait();
                      inside.decrementAndGet();
                      return Optional.of(new CountDownLatch(0));
                    }));
      }
    }
    assertThat(most.get()).isEqualTo(1);
  }

  private void inTurn(Supplier<Optional<CountDownLatch>> start) {
    try {
      courtesy.inTurn(start);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
