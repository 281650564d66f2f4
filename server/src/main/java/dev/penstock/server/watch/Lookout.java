package dev.penstock.server.watch;

import dev.penstock.engine.Engine;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The thread that looks at the engine for a {@link Watch}, four times a second. */
public final class Lookout implements AutoCloseable {
  private static final long LOOK_MILLIS = 250;
  private static final long LAG_MILLIS = 5_000;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("watch").daemon().factory());

  private Lookout() {}

  public static Lookout start(Watch watch, Engine engine) {
    var lookout = new Lookout();
    lookout.every(LOOK_MILLIS, () -> watch.quietly(() -> watch.look(engine)));
    lookout.every(LAG_MILLIS, () -> watch.quietly(() -> watch.lag(engine)));
    return lookout;
  }

  private void every(long millis, Runnable look) {
    var _ = thread.scheduleWithFixedDelay(look, 0, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
