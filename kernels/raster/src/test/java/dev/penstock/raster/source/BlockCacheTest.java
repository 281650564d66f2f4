package dev.penstock.raster.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BlockCacheTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final BlockCache<byte[]> cache = new BlockCache<>(1000, block -> block.length);
  private final AtomicInteger loads = new AtomicInteger();

  private static BlockKey key(int block) {
    return new BlockKey("scene", 0, block);
  }

  private List<byte[]> load(List<BlockKey> keys) {
    loads.addAndGet(keys.size());
    return keys.stream().map(key -> new byte[300]).toList();
  }

  @Test
  void blocksAreKeptWithinTheWeightAndTheOldestGo() throws Exception {
    for (int block = 0; block < 4; block++) {
      cache.get(List.of(key(block)), this::load, LONG);
    }
    assertThat(cache.held()).isEqualTo(900);
    cache.get(List.of(key(1), key(2), key(3)), this::load, LONG);
    assertThat(loads).hasValue(4);
    cache.get(List.of(key(0)), this::load, LONG);
    assertThat(loads).hasValue(5);
  }

  @Test
  void manyWhoAskAtOnceReadABlockOnce() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        List<BlockKey> keys = List.of(key(i % 2), key((i + 1) % 2));
        all.add(
            threads.submit(
                () ->
                    cache.get(
                        keys,
                        missing -> {
                          waiting.await();
                          return load(missing);
                        },
                        LONG)));
      }
      waiting.countDown();
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(loads).hasValue(2);
  }

  @Test
  void aFailureReachesAllWhoWaitAndIsNotKept() throws Exception {
    RasterException failure =
        catchThrowableOfType(
            RasterException.class,
            () ->
                cache.get(
                    List.of(key(1)),
                    keys -> {
                      throw new RasterException(Fault.CORRUPT_BLOCK, "Damaged.");
                    },
                    LONG));
    assertThat(failure.fault()).isEqualTo(Fault.CORRUPT_BLOCK);
    assertThat(cache.get(List.of(key(1)), this::load, LONG)).hasSize(1);
  }

  @Test
  void whoWaitedForOneThatRanOutOfTimeReadsItself() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch giveUp = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> hasty =
          threads.submit(
              () ->
                  cache.get(
                      List.of(key(1)),
                      keys -> {
                        loading.countDown();
                        giveUp.await();
                        throw new RasterException(Fault.TIMEOUT, "Over.");
                      },
                      LONG));
      loading.await();
      Future<?> patient = threads.submit(() -> cache.get(List.of(key(1)), this::load, LONG));
      giveUp.countDown();
      patient.get();
      assertThat(catchThrowableOfType(ExecutionException.class, hasty::get))
          .hasCauseInstanceOf(RasterException.class);
    }
    assertThat(loads).hasValue(1);
  }

  @Test
  void nobodyWaitsForAnotherLongerThanItsOwnTime() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch slow = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first =
          threads.submit(
              () ->
                  cache.get(
                      List.of(key(1)),
                      keys -> {
                        loading.countDown();
                        slow.await();
                        return load(keys);
                      },
                      LONG));
      loading.await();
      RasterException over =
          catchThrowableOfType(
              RasterException.class,
              () -> cache.get(List.of(key(1)), this::load, Duration.ofMillis(20)));
      assertThat(over.fault()).isEqualTo(Fault.TIMEOUT);
      slow.countDown();
      first.get();
    }
    assertThat(loads).hasValue(1);
  }
}
