package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HeadroomTest {
  @Test
  void somethingHeavierThanTheBoundIsDoneAloneAndNotNever() throws Exception {
    var headroom = new Headroom(1_000, 1);
    var entered = new CountDownLatch(1);
    var alone = new AtomicBoolean();
    try (var threads = Executors.newSingleThreadExecutor()) {
      Headroom.Room light = headroom.enter(10);
      var heavy =
          threads.submit(
              () -> {
                try (var _ = headroom.enter(50_000)) {
                  alone.set(entered.getCount() == 0);
                }
                return true;
              });
      entered.countDown();
      light.close();
      assertThat(heavy.get(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(alone).isTrue();
  }

  @Test
  void lightThingsAreDoneTogether() throws Exception {
    var headroom = new Headroom(1_000, 1);
    try (var _ = headroom.enter(400);
        var second = headroom.enter(400)) {
      assertThat(second).isNotNull();
    }
  }
}
