package dev.penstock.server.job;

import dev.penstock.engine.Bells;
import dev.penstock.job.JobId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets requests wait until a job changes. Nobody is told what changed: who waits looks again. A
 * bell may be lost, so nobody waits longer than {@link #LOOK} without looking. Thread-safe.
 */
public final class JobChanges implements AutoCloseable {
  /** How often a waiting request looks by itself. */
  static final Duration LOOK = Duration.ofSeconds(1);

  private final ConcurrentHashMap<JobId, Set<Ear>> ears = new ConcurrentHashMap<>();
  private final Bells.Watch watch;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean closed;

  public JobChanges(Bells bells) {
    this.watch = bells.onChange(this::rang);
  }

  /** Starts to listen: changes from here on are not missed. Close it to stop. */
  public Ear listen(JobId job) {
    var ear = new Ear(job);
    ears.compute(
        job,
        (id, set) -> {
          Set<Ear> all = set == null ? ConcurrentHashMap.newKeySet() : set;
          all.add(ear);
          return all;
        });
    return ear;
  }

  /** How many are listening. */
  public int listening() {
    return ears.values().stream().mapToInt(Set::size).sum();
  }

  /** Whether the server stops: then nobody waits any more, and streams end. */
  public boolean closed() {
    return closed;
  }

  /** Waits a second, or until the server stops. */
  public void pause() throws InterruptedException {
    var _ = end.await(LOOK.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Wakes everybody for the last time. */
  @Override
  public void close() {
    closed = true;
    end.countDown();
    watch.close();
    ears.values().forEach(set -> set.forEach(Ear::wake));
  }

  private void rang(JobId job) {
    Set<Ear> listening = ears.get(job);
    if (listening != null) {
      listening.forEach(Ear::wake);
    }
  }

  /** One listener; used by one thread. */
  public final class Ear implements AutoCloseable {
    private final JobId job;
    private final Semaphore rings = new Semaphore(0);

    private Ear(JobId job) {
      this.job = job;
    }

    /** Waits for a ring since the last call, at most this long, and never longer than a second. */
    void await(Duration atMost) throws InterruptedException {
      long nanos = Math.min(atMost.toNanos(), LOOK.toNanos());
      if (!closed && nanos > 0 && rings.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        rings.drainPermits();
      }
    }

    private void wake() {
      rings.release();
    }

    @Override
    public void close() {
      ears.computeIfPresent(
          job,
          (id, set) -> {
            set.remove(this);
            return set.isEmpty() ? null : set;
          });
    }
  }
}
