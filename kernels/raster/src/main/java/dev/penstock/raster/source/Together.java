package dev.penstock.raster.source;

import dev.penstock.raster.RasterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Several reads at once: the answers in order, or the first failure, after which none goes on. */
public final class Together {
  private Together() {}

  /** One read. */
  @FunctionalInterface
  public interface Read<T> {
    T read() throws RasterException, InterruptedException;
  }

  /** Does all of them, each on a thread of its own; a single one on this. */
  public static <T> List<T> all(List<Read<T>> reads) throws RasterException, InterruptedException {
    if (reads.size() == 1) {
      return List.of(reads.getFirst().read());
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (Read<T> read : reads) {
        Callable<T> call = read::read;
        running.add(threads.submit(call));
      }
      try {
        return collect(running);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static <T> List<T> collect(List<Future<T>> running)
      throws RasterException, InterruptedException {
    List<T> answers = new ArrayList<>();
    for (Future<T> future : running) {
      try {
        answers.add(future.get());
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
