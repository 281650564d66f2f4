package dev.penstock.engine.sqlite;

import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Turns;
import dev.penstock.engine.Turns.Place;
import dev.penstock.pipeline.Toll;
import dev.penstock.pipeline.Versions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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

  private final Ages ages = new Ages();
  private final List<Aged> pendingAges = new ArrayList<>();

  /** Ready chunks that cost more than others, and the batch's part in that. */
  private long heavy;

  private long pendingHeavy;
  private boolean touched;

  private record Turned(Place<Long> place, long chunks) {}

  private record Aged(int version, long since, long chunks) {}

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

  /**
   * Counts ready chunks of a version in (or out, when negative), with the time since when they are
   * ready.
   */
  void addReady(int version, long since, Price price, long chunks) {
    add(ChunkStatus.READY, chunks);
    pendingAges.add(new Aged(version, since, chunks));
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
    ages.add(place.version(), since, 1);
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
  @Nullable Place<Long> next(Versions versions, Function<Toll, Instant> opens, Instant now) {
    return turns.next(versions, opens, now);
  }

  /** When it is worth looking behind closed gates again; null: there is nothing. */
  @Nullable Instant opens() {
    return turns.opens();
  }

  /** A gate has given way. */
  void open(String gate) {
    turns.open(gate);
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
      pendingAges.forEach(each -> ages.add(each.version(), each.since(), each.chunks()));
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
    ages.clear();
    heavy = 0;
    touched = true;
  }

  /** Takes the batch's changes back. Who went ahead in a turn stays behind, which harms nobody. */
  void forget() {
    for (Turned each : turned.reversed()) {
      turns.add(each.place(), -each.chunks());
    }
    turned.clear();
    // Gates may stand as they did before they were found closed.
    turns.openAll();
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
        ages.stood());
  }

  /** What readers see: how the shelf stood after some batch. */
  record Standing(
      Shelf shelf, long ready, long delayed, long running, long dead, List<Ages.Stood> ages) {
    StageGauge gauge(Instant now) {
      long oldest = ages.stream().mapToLong(Ages.Stood::oldest).min().orElse(Long.MAX_VALUE);
      return new StageGauge(
          shelf.pipeline,
          shelf.stage,
          ready,
          delayed,
          running,
          dead,
          Micros.since(oldest, now),
          ages.stream().map(each -> each.waiting(now)).toList());
    }
  }
}
