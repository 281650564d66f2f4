package dev.penstock.engine.sqlite;

import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Turns;
import dev.penstock.engine.Turns.Place;
import dev.penstock.pipeline.Toll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One stage of one pipeline over all jobs: whose chunk is next, and its gauge. Counted in memory,
 * from the chunks when the engine opens. Turns count at once, and are taken back with their batch;
 * the gauge follows once a batch is committed. Written by the writer thread only.
 */
final class Shelf {
  final long id;
  final String pipeline;
  final String stage;

  /** What every chunk pays here, whatever other gate it names. */
  final Toll toll;

  private final Turns<Long> turns = new Turns<>();

  /** What the batch counted in and out of the turns. */
  private final List<Turned> turned = new ArrayList<>();

  private final long[] counts = new long[ChunkStatus.COUNT];
  private final long[] pending = new long[ChunkStatus.COUNT];

  /** How many chunks became ready at each time: the first key is the oldest one's. */
  private final TreeMap<Long, Long> readySince = new TreeMap<>();

  private final List<long[]> pendingAges = new ArrayList<>();

  /** Ready chunks that cost more than others, and the batch's part in that. */
  private long heavy;

  private long pendingHeavy;
  private boolean touched;

  private record Turned(Place<Long> place, long chunks) {}

  Shelf(long id, String pipeline, String stage) {
    this.id = id;
    this.pipeline = pipeline;
    this.stage = stage;
    this.toll = Toll.of(Toll.stageGate(pipeline, stage));
  }

  void add(ChunkStatus status, long chunks) {
    pending[status.place] += chunks;
    touched = true;
  }

  /** Counts ready chunks in (or out, when negative), with the time since when they are ready. */
  void addReady(long since, Price price, long chunks) {
    add(ChunkStatus.READY, chunks);
    pendingAges.add(new long[] {since, chunks});
    if (price.heavy()) {
      pendingHeavy += chunks;
    }
  }

  /** Counts a chunk that the rows have, outside of batches. */
  void count(ChunkStatus status) {
    counts[status.place]++;
  }

  /** Counts a ready chunk that the rows have, outside of batches. */
  void countReady(Place<Long> place, Price price, long since) {
    count(ChunkStatus.READY);
    readySince.merge(since, 1L, Long::sum);
    heavy += price.heavy() ? 1 : 0;
    turns.add(place, 1);
  }

  /** Lets ready chunks have turns, or no more when negative. */
  void turn(Place<Long> place, long chunks) {
    turns.add(place, chunks);
    turned.add(new Turned(place, chunks));
    touched = true;
  }

  /** Where the chunk stands whose turn it is, of those that may pay; null: nowhere. */
  @Nullable Place<Long> next(Predicate<Toll> payable) {
    return turns.next(payable);
  }

  /** A chunk of the place has its turn. */
  void took(Place<Long> place, long cost) {
    turns.took(place, cost);
    turn(place, -1);
  }

  /** How many chunks are ready, this batch's changes included. */
  long ready() {
    return counts[ChunkStatus.READY.place] + pending[ChunkStatus.READY.place];
  }

  /** Whether some chunk runs, this batch's changes included. */
  boolean running() {
    return counts[ChunkStatus.RUNNING.place] + pending[ChunkStatus.RUNNING.place] > 0;
  }

  /** Whether some ready chunk costs more than others, this batch's changes included. */
  boolean heavy() {
    return heavy + pendingHeavy > 0;
  }

  /** Makes the batch's changes count; whether there were any. */
  boolean keep() {
    boolean changed = touched;
    if (changed) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] += pending[i];
      }
      for (long[] age : pendingAges) {
        readySince.merge(age[0], age[1], (a, b) -> a + b == 0 ? null : a + b);
      }
      heavy += pendingHeavy;
      turned.clear();
      clearPending();
    }
    return changed;
  }

  void empty() {
    turned.clear();
    clearPending();
    turns.clear();
    Arrays.fill(counts, 0);
    readySince.clear();
    heavy = 0;
    touched = true;
  }

  /** Takes the batch's changes back. Who went ahead in a turn stays behind, which harms nobody. */
  void forget() {
    for (Turned each : turned.reversed()) {
      turns.add(each.place(), -each.chunks());
    }
    turned.clear();
    clearPending();
  }

  private void clearPending() {
    Arrays.fill(pending, 0);
    pendingAges.clear();
    pendingHeavy = 0;
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

  /** What readers see: how the shelf stood after some batch. */
  record Standing(Shelf shelf, long ready, long delayed, long running, long dead, long oldest) {
    StageGauge gauge(Instant now) {
      Duration age =
          oldest == Long.MAX_VALUE ? Duration.ZERO : Duration.between(Micros.instant(oldest), now);
      return new StageGauge(
          shelf.pipeline,
          shelf.stage,
          ready,
          delayed,
          running,
          dead,
          age.isNegative() ? Duration.ZERO : age);
    }
  }
}
