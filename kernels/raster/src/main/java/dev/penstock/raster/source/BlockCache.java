package dev.penstock.raster.source;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked blocks, so that neighbours share them: each is read once, also when many ask for it at
 * the same time. Bounded by weight, the least recently used go first; blocks that are being read
 * are held besides. Failures are not kept. Thread-safe.
 *
 * @param <V> a block; never changed after it was read
 */
public final class BlockCache<V> {
  private final long most;
  private final ToLongFunction<V> weight;
  private final Map<BlockKey, V> kept = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<BlockKey, CompletableFuture<V>> flying = new HashMap<>();
  private long held;

  /**
   * @param most weight of all blocks that are kept
   * @param weight of one block
   */
  public BlockCache(long most, ToLongFunction<V> weight) {
    this.most = most;
    this.weight = weight;
  }

  /** Reads blocks that nobody has. */
  @FunctionalInterface
  public interface Loader<V> {
    /** The blocks of these keys, in their order. */
    List<V> load(List<BlockKey> keys) throws RasterException, InterruptedException;
  }

  /** What one caller found: blocks that are there, those others read, those it reads itself. */
  private record Claim<V>(
      Map<BlockKey, V> found,
      Map<BlockKey, CompletableFuture<V>> awaited,
      Map<BlockKey, CompletableFuture<V>> owned) {}

  /**
   * The blocks of these keys, each from the cache, from who is reading it, or from the loader.
   *
   * @param patience how long others are waited for
   */
  public Map<BlockKey, V> get(List<BlockKey> keys, Loader<V> loader, Duration patience)
      throws RasterException, InterruptedException {
    Deadline deadline = Deadline.in(patience);
    Map<BlockKey, V> got = new HashMap<>();
    List<BlockKey> left = keys;
    while (!left.isEmpty()) {
      Claim<V> claim = claim(left);
      got.putAll(claim.found());
      if (!claim.owned().isEmpty()) {
        load(claim, loader, got);
      }
      left = await(claim, got, deadline);
    }
    return got;
  }

  private synchronized Claim<V> claim(List<BlockKey> keys) {
    Claim<V> claim = new Claim<>(new HashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    for (BlockKey key : keys) {
      V block = kept.get(key);
      CompletableFuture<V> flight = flying.get(key);
      if (block != null) {
        claim.found().put(key, block);
      } else if (flight == null) {
        CompletableFuture<V> own = new CompletableFuture<>();
        flying.put(key, own);
        claim.owned().put(key, own);
      } else if (!claim.owned().containsKey(key)) {
        claim.awaited().put(key, flight);
      }
    }
    return claim;
  }

  private void load(Claim<V> claim, Loader<V> loader, Map<BlockKey, V> got)
      throws RasterException, InterruptedException {
    List<BlockKey> keys = List.copyOf(claim.owned().keySet());
    RasterException failure =
        new RasterException(Fault.UNREACHABLE, "Who was reading this block gave up.");
    try {
      List<V> blocks = loader.load(keys);
      for (int i = 0; i < keys.size(); i++) {
        got.put(keys.get(i), blocks.get(i));
        land(keys.get(i), blocks.get(i));
      }
    } catch (RasterException e) {
      failure = e;
      throw e;
    } finally {
      // Whatever did not land is given up, by an interrupt as well.
      abandon(claim.owned(), failure);
    }
  }

  private void land(BlockKey key, V block) {
    CompletableFuture<V> flight;
    synchronized (this) {
      flight = flying.remove(key);
      long weighs = weight.applyAsLong(block);
      if (weighs <= most) {
        kept.put(key, block);
        held += weighs;
        shrink();
      }
    }
    if (flight != null) {
      flight.complete(block);
    }
  }

  private void shrink() {
    Iterator<V> oldest = kept.values().iterator();
    while (held > most && oldest.hasNext()) {
      held -= weight.applyAsLong(oldest.next());
      oldest.remove();
    }
  }

  private void abandon(Map<BlockKey, CompletableFuture<V>> owned, RasterException failure) {
    owned.forEach(
        (key, flight) -> {
          if (!flight.isDone()) {
            synchronized (this) {
              flying.remove(key, flight);
            }
            flight.completeExceptionally(failure);
          }
        });
  }

  /** Waits for what others read; the keys whose readers ran out of their own time come back. */
  private List<BlockKey> await(Claim<V> claim, Map<BlockKey, V> got, Deadline deadline)
      throws RasterException, InterruptedException {
    List<BlockKey> again = new ArrayList<>();
    for (Map.Entry<BlockKey, CompletableFuture<V>> entry : claim.awaited().entrySet()) {
      try {
        got.put(
            entry.getKey(), entry.getValue().get(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        throw new RasterException(
            Fault.TIMEOUT, "The time is over, and another is still reading a block of this.");
      } catch (ExecutionException e) {
        RasterException failure = named(e.getCause());
        if (failure == null || failure.fault().passing()) {
          again.add(entry.getKey());
        } else {
          throw new RasterException(failure.fault(), String.valueOf(failure.getMessage()));
        }
      }
    }
    return again;
  }

  private static @Nullable RasterException named(@Nullable Throwable cause) {
    return cause instanceof RasterException raster ? raster : null;
  }

  /** Weight of the blocks that are kept. */
  public synchronized long held() {
    return held;
  }
}
