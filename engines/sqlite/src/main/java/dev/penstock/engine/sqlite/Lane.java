package dev.penstock.engine.sqlite;

import dev.penstock.engine.StageGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * One stage of one pipeline over all jobs: where claims look for chunks, and its gauge. Counted in
 * memory, from the chunks when the engine opens; a batch's changes count once it is committed.
 * Written by the writer thread only.
 */
final class Lane {
  final long id;
  final String pipeline;
  final String stage;

  private final long[] counts = new long[ChunkStatus.COUNT];
  private final long[] pending = new long[ChunkStatus.COUNT];

  /** How many chunks became ready at each time: the first key is the oldest one's. */
  private final TreeMap<Long, Long> readySince = new TreeMap<>();

  private final List<long[]> pendingAges = new ArrayList<>();
  private boolean touched;

  Lane(long id, String pipeline, String stage) {
    this.id = id;
    this.pipeline = pipeline;
    this.stage = stage;
  }

  void add(ChunkStatus status, long chunks) {
    pending[status.place] += chunks;
    touched = true;
  }

  /** Counts ready chunks in (or out, when negative), with the time since when they are ready. */
  void addReady(long since, long chunks) {
    add(ChunkStatus.READY, chunks);
    pendingAges.add(new long[] {since, chunks});
  }

  /** How many chunks are ready, this batch's changes included. */
  long ready() {
    return counts[ChunkStatus.READY.place] + pending[ChunkStatus.READY.place];
  }

  /** Makes the batch's changes count; whether there were any. */
  boolean keep() {
    boolean changed = touched;
    for (int i = 0; i < counts.length; i++) {
      counts[i] += pending[i];
    }
    for (long[] age : pendingAges) {
      readySince.merge(age[0], age[1], (a, b) -> a + b == 0 ? null : a + b);
    }
    forget();
    return changed;
  }

  void empty() {
    forget();
    Arrays.fill(counts, 0);
    readySince.clear();
    touched = true;
  }

  void forget() {
    Arrays.fill(pending, 0);
    pendingAges.clear();
    touched = false;
  }

  Standing standing() {
    return new Standing(
        this,
        counts[ChunkStatus.READY.place],
        counts[ChunkStatus.DELAYED.place],
        counts[ChunkStatus.RUNNING.place],
        counts[ChunkStatus.DEAD.place],
        readySince.isEmpty() ? Long.MAX_VALUE : readySince.firstKey());
  }

  /** What readers see: how the lane stood after some batch. */
  record Standing(Lane lane, long ready, long delayed, long running, long dead, long oldest) {
    StageGauge gauge(Instant now) {
      Duration age =
          oldest == Long.MAX_VALUE ? Duration.ZERO : Duration.between(Micros.instant(oldest), now);
      return new StageGauge(
          lane.pipeline,
          lane.stage,
          ready,
          delayed,
          running,
          dead,
          age.isNegative() ? Duration.ZERO : age);
    }
  }
}
