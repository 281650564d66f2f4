package dev.penstock.engine.redis;

import io.lettuce.core.RedisException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks how many replicas have what was changed. {@code WAIT} holds its connection up, and covers
 * everything that was changed before it: so one is asked at a time, and all who come meanwhile
 * share the next one. Thread-safe.
 */
final class Copies {
  private final Supplier<CompletionStage<Long>> ask;
  private boolean asking;
  private @Nullable CompletableFuture<Long> next;

  /**
   * @param ask sends a {@code WAIT}
   */
  Copies(Supplier<CompletionStage<Long>> ask) {
    this.ask = ask;
  }

  /** Replicas that have everything that was changed before this call. */
  CompletableFuture<Long> count() {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    synchronized (this) {
      if (asking) {
        if (next == null) {
          next = answer;
        }
        return next;
      }
      asking = true;
    }
    send(answer);
    return answer;
  }

  private void send(CompletableFuture<Long> answer) {
    sent()
        .whenComplete(
            (replicas, trouble) -> {
              if (trouble == null) {
                answer.complete(replicas);
              } else {
                answer.completeExceptionally(trouble);
              }
              goOn();
            });
  }

  private CompletionStage<Long> sent() {
    try {
      return ask.get();
    } catch (RedisException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void goOn() {
    CompletableFuture<Long> following;
    synchronized (this) {
      following = next;
      next = null;
      asking = following != null;
    }
    if (following != null) {
      send(following);
    }
  }
}
