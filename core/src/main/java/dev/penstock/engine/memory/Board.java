package dev.penstock.engine.memory;

import dev.penstock.engine.GateBook;
import dev.penstock.engine.LeaseClock;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Usage;
import dev.penstock.engine.Want;
import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.pipeline.Toll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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

  final GateBook gates = new GateBook();
  final Usage usage = new Usage();
  final LeaseClock time = new LeaseClock();

  private final ArrayDeque<MemoryJob> ended = new ArrayDeque<>();
  private final TreeMap<Name, Shelf> shelves = new TreeMap<>();
  private final TreeSet<Chunk> leased = new TreeSet<>(Chunk.IN_ORDER);
  private final TreeSet<Chunk> waiting = new TreeSet<>(BY_TIME);
  private Rings rings = new Rings();

  /** Hands out the bells owed since the last call. */
  Rings takeRings() {
    Rings owed = rings;
    rings = new Rings();
    return owed;
  }

  /** Notes a job that has ended in the verb in hand. */
  void ended(MemoryJob job) {
    ended.add(job);
  }

  /** The next job that has ended, each once; null: no more. */
  @Nullable MemoryJob nextEnded() {
    return ended.poll();
  }

  /** Counts a chunk that has become open, or has ended when negative. */
  void open(MemoryJob job, long chunks) {
    job.openChunks += chunks;
    usage.add(job.submission.tenant(), 0, chunks, 0);
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
  void extend(Chunk chunk, Instant now, Duration lease) {
    chunk.until = now.plus(lease);
    chunk.end = time.end(lease);
  }

  /** Notes how far the holder of a chunk is. */
  void through(Chunk chunk, long items) {
    chunk.job.stage(chunk.stage).through(items - chunk.through);
    chunk.through = items;
  }

  /** Takes a chunk off for good. */
  void remove(Chunk chunk) {
    leave(chunk);
  }

  /** The chunk of a stage whose turn it is, of those that may pay their tolls; null: none. */
  @Nullable Chunk firstReady(Want want, Instant now) {
    String pipeline = want.pipeline();
    String stage = want.stage();
    Shelf shelf = shelves.get(new Name(pipeline, stage));
    if (shelf == null) {
      return null;
    }
    Instant own = opens(Toll.of(Toll.stageGate(pipeline, stage)), pipeline, stage, now);
    if (own.isAfter(now)) {
      rings.readyAt(pipeline, stage, own);
      return null;
    }
    Chunk first = shelf.first(want.versions(), toll -> opens(toll, pipeline, stage, now), now);
    Instant opens = shelf.opens();
    if (first == null && opens != null) {
      rings.readyAt(pipeline, stage, opens);
    }
    return first;
  }

  /** When a toll may be paid; where not now, the stage hears of it when the gate gives way. */
  private Instant opens(Toll toll, String pipeline, String stage, Instant now) {
    Instant opens = gates.opens(toll, now);
    if (opens.isAfter(now)) {
      gates.await(toll.gate(), new GateBook.Waiter(pipeline, stage));
    }
    return opens;
  }

  /** Grants a ready chunk: the turn goes on, its tolls are paid, it runs. */
  void grant(Chunk chunk, Instant now, Duration lease) {
    shelf(chunk).took(chunk);
    tolls(chunk).forEach(toll -> gates.pay(toll, now));
    moveUntil(chunk, Status.RUNNING, now, now.plus(lease));
    chunk.end = time.end(lease);
  }

  /** Whether a chunk is ready and all its tolls may be paid. */
  boolean mayRun(Chunk chunk, Instant now) {
    return chunk.status == Status.READY
        && tolls(chunk).stream().allMatch(toll -> gates.lets(toll, now));
  }

  /** A gate has given way to those who waited for it. */
  void free(String gate, Set<GateBook.Waiter> waiters) {
    for (GateBook.Waiter each : waiters) {
      Shelf shelf = shelves.get(new Name(each.pipeline(), each.stage()));
      if (shelf != null) {
        shelf.open(gate);
      }
      rings.ready(each.pipeline(), each.stage());
    }
  }

  private static List<Toll> tolls(Chunk chunk) {
    String pipeline = chunk.job.plan().pipeline();
    var tolls = new ArrayList<Toll>(2);
    tolls.add(Toll.of(Toll.stageGate(pipeline, chunk.planned().name())));
    chunk.toll.ifPresent(tolls::add);
    return tolls;
  }

  /** Running chunks whose lease has run out, in order. */
  List<Chunk> lapsed() {
    return leased.stream().filter(chunk -> time.over(chunk.end)).toList();
  }

  /** All running chunks, in order. */
  List<Chunk> running() {
    return List.copyOf(leased);
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
    if (chunk.status == Status.RUNNING) {
      through(chunk, 0);
      tolls(chunk).forEach(toll -> free(toll.gate(), gates.leave(toll)));
    }
    leased.remove(chunk);
    waiting.remove(chunk);
  }

  private Shelf shelf(Chunk chunk) {
    var name = new Name(chunk.job.plan().pipeline(), chunk.planned().name());
    return shelves.computeIfAbsent(name, n -> new Shelf());
  }
}
