package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  /** A burst that goes on until the test ends it. */
  private final class LastingBurst implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();

    LastingBurst() {
      Thread.ofPlatform().daemon().start(this::arrive);
      while (!courtesy.burst()) {
        Thread.onSpinWait();
      }
    }

    private void arrive() {
      while (!over.get()) {
        courtesy.arrived();
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      over.set(true);
    }
  }

  @Test
  @Timeout(20)
  void aLongChunkLosesItsTurnHoweverLongTheBurstLasts() throws InterruptedException {
    try (var burst = new LastingBurst()) {
      assertThat(courtesy.inTurn(() -> Optional.of(new CountDownLatch(1)))).isTrue();
      assertThat(courtesy.inTurn(() -> Optional.of(new CountDownLatch(1)))).isTrue();
      assertThat(courtesy.burst()).as("%s", burst).isTrue();
    }
  }

  @Test
  @Timeout(20)
  void whoHasWaitedLongEnoughGoesWithoutATurn() throws InterruptedException {
    var inTheTurn = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Thread slow =
        Thread.ofPlatform()
            .start(
                () ->
                    inTurn(
                        () -> {
                          inTheTurn.countDown();
                          awaitQuietly(release);
                          return Optional.empty();
                        }));
    try (var burst = new LastingBurst()) {
      inTheTurn.await();
      assertThat(courtesy.inTurn(() -> Optional.of(new CountDownLatch(0)))).isTrue();
      assertThat(courtesy.burst()).as("%s", burst).isTrue();
    } finally {
      release.countDown();
      slow.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
