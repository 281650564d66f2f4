package dev.penstock.bench.course;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** 64 clients that enqueue one by one, each waiting for its answer before it asks again. */
final class Clients {
  private static final int CLIENTS = 64;

  private Clients() {}

  /** How many were enqueued: all, or what came before the time was over. */
  static int enqueue(Subject subject, int jobs, Duration limit) throws InterruptedException {
    var left = new AtomicInteger(jobs);
    var done = new AtomicInteger();
    long end = System.nanoTime() + limit.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < end && left.getAndDecrement() > 0) {
                    subject.enqueue();
                    done.incrementAndGet();
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed", e.getCause());
    }
    return done.get();
  }
}
