package dev.penstock.raster.source;

import dev.penstock.raster.RasterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Several reads at once: the answers in order, or the first failure, after which none goes on. They
 * unpack and decode, so they have threads of the operating system, which it shares out: on virtual
 * ones whoever only has a row to fetch would wait until they are done.
 */
public final class Together {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("raster-", 0).factory());

  private Together() {}

  /** One read. */
  @FunctionalInterface
  public interface Read<T> {
    T read() throws RasterException, InterruptedException;
  }

  /** Does all of them, each on a thread of its own; the last one on this. */
  public static <T> List<T> all(List<Read<T>> reads) throws RasterException, InterruptedException {
    if (reads.isEmpty()) {
      return List.of();
    }
    int others = reads.size() - 1;
    var ended = new CountDownLatch(others);
    List<FutureTask<T>> running = new ArrayList<>();
    for (Read<T> read : reads.subList(0, others)) {
      var task = new FutureTask<>(read::read);
      running.add(task);
      THREADS.execute(
          () -> {
            task.run();
            ended.countDown();
          });
    }
    try {
      T last = reads.get(others).read();
      List<T> answers = collect(running);
      answers.add(last);
      return answers;
    } finally {
      running.forEach(task -> task.cancel(true));
      await(ended);
    }
  }

  /** None goes on, whatever happens here; each ends soon once it was interrupted. */
  private static void await(CountDownLatch ended) {
    boolean interrupted = false;
    while (ended.getCount() > 0) {
      try {
        ended.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> List<T> collect(List<FutureTask<T>> running)
      throws RasterException, InterruptedException {
    List<T> answers = new ArrayList<>();
    for (FutureTask<T> task : running) {
      try {
        answers.add(task.get());
      } catch (ExecutionException e) {
        throw unwrapped(e.getCause());
      }
    }
    return answers;
  }

  private static RasterException unwrapped(@Nullable Throwable cause) throws InterruptedException {
    return switch (cause) {
      case RasterException named -> named;
      case InterruptedException interrupt -> throw interrupt;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(cause);
    };
  }
}
