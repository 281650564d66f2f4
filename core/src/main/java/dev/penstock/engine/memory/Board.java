package dev.penstock.engine.memory;

import dev.penstock.engine.StageGauge;
import dev.penstock.engine.memory.Chunk.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All chunks by status: the one place that changes it, so that queues, leases, waits and counters
 * always agree.
 */
final class Board {
  private record Name(String pipeline, String stage) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int byPipeline = pipeline.compareTo(other.pipeline);
      return byPipeline != 0 ? byPipeline : stage.compareTo(other.stage);
    }
  }

  private static final Comparator<Chunk> BY_TIME =
      Comparator.comparing((Chunk chunk) -> chunk.until).thenComparing(Chunk.IN_ORDER);

  private final TreeMap<Name, Shelf> shelves = new TreeMap<>();
  private final TreeSet<Chunk> leased = new TreeSet<>(BY_TIME);
  private final TreeSet<Chunk> waiting = new TreeSet<>(BY_TIME);
  private Rings rings = new Rings();

  /** Hands out the bells owed since the last call. */
  Rings takeRings() {
    Rings owed = rings;
    rings = new Rings();
    return owed;
  }

  void changed(MemoryJob job, Instant now) {
    job.touch(now);
    rings.changed(job);
  }

  /** Puts a new chunk up, ready. */
  void add(Chunk chunk, Instant now) {
    chunk.since = now;
    enter(chunk);
  }

  /** Moves a chunk that neither runs nor waits afterwards. */
  void move(Chunk chunk, Status status, Instant now) {
    moveUntil(chunk, status, now, Instant.EPOCH);
  }

  /** Moves a chunk; {@code until} is when its lease or its wait ends. */
  void moveUntil(Chunk chunk, Status status, Instant now, Instant until) {
    leave(chunk);
    chunk.status = status;
    chunk.since = now;
    chunk.until = until;
    enter(chunk);
  }

  /** Lets a lease last until another time; nothing else changes. */
  void extend(Chunk chunk, Instant until) {
    leased.remove(chunk);
    chunk.until = until;
    leased.add(chunk);
  }

  /** Takes a chunk off for good. */
  void remove(Chunk chunk) {
    leave(chunk);
  }

  @Nullable Chunk firstReady(String pipeline, String stage) {
    Shelf shelf = shelves.get(new Name(pipeline, stage));
    return shelf == null ? null : shelf.first();
  }

  /** Running chunks whose lease has run out, in order. */
  List<Chunk> lapsed(Instant now) {
    return inOrder(leased.stream().takeWhile(chunk -> chunk.until.isBefore(now)).toList());
  }

  /** All running chunks, in order. */
  List<Chunk> running() {
    return inOrder(leased);
  }

  /** Delayed chunks whose wait is over, in order. */
  List<Chunk> due(Instant now) {
    return inOrder(waiting.stream().takeWhile(chunk -> !chunk.until.isAfter(now)).toList());
  }

  List<StageGauge> gauges(Instant now) {
    var gauges = new ArrayList<StageGauge>(shelves.size());
    shelves.forEach((name, shelf) -> gauges.add(shelf.gauge(name.pipeline(), name.stage(), now)));
    return gauges;
  }

  private static List<Chunk> inOrder(Iterable<Chunk> chunks) {
    var list = new ArrayList<Chunk>();
    chunks.forEach(list::add);
    list.sort(Chunk.IN_ORDER);
    return list;
  }

  private void enter(Chunk chunk) {
    shelf(chunk).put(chunk);
    chunk.job.stage(chunk.stage).count(chunk.status, 1);
    switch (chunk.status) {
      case READY -> rings.ready(chunk);
      case RUNNING -> leased.add(chunk);
      case DELAYED -> waiting.add(chunk);
      case DONE, DEAD, CANCELLED -> {}
    }
  }

  private void leave(Chunk chunk) {
    shelf(chunk).take(chunk);
    chunk.job.stage(chunk.stage).count(chunk.status, -1);
    leased.remove(chunk);
    waiting.remove(chunk);
  }

  private Shelf shelf(Chunk chunk) {
    var name = new Name(chunk.job.plan().pipeline(), chunk.planned().name());
    return shelves.computeIfAbsent(name, n -> new Shelf());
  }
}
