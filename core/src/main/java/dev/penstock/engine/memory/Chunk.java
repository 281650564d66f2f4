package dev.penstock.engine.memory;

import dev.penstock.blob.Payload;
import dev.penstock.engine.LeaseClock;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.engine.Turns;
import dev.penstock.job.JobEvent.Place;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Toll;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One chunk as it stands. Its status is moved by the {@link Board} alone. */
final class Chunk {
  /** Oldest job first, and a job's chunks in their order. */
  static final Comparator<Chunk> IN_ORDER =
      (a, b) ->
          a.job == b.job ? Long.compare(a.number, b.number) : a.job.id().compareTo(b.job.id());

  /** Where a chunk is on its way. */
  enum Status {
    READY,
    DELAYED,
    RUNNING,
    DONE,
    DEAD,
    CANCELLED;

    boolean open() {
      return this == READY || this == DELAYED || this == RUNNING;
    }
  }

  final MemoryJob job;
  final long number;
  final int stage;
  final String group;
  final Optional<Toll> toll;

  Status status = Status.READY;
  int round;
  Tally load;
  Payload in;
  byte @Nullable [] cursor;

  /** How many there were; the cursor is of the last one. */
  int checkpoints;

  long fence;
  int attempts;
  int crashes;
  String worker = "";

  /** Since when it has its status. */
  Instant since;

  /** Items through since its last checkpoint, as its holder says. */
  long through;

  /** When its lease runs out by the clock, or its wait. */
  Instant until;

  /** When its lease runs out as leases count time. */
  LeaseClock.End end = new LeaseClock.End(0, 0);

  /** Of the last failure. */
  @Nullable Problem problem;

  Chunk(MemoryJob job, long number, Seat seat, Spawn spawn) {
    this.job = job;
    this.number = number;
    this.stage = seat.stage();
    this.group = seat.group();
    this.round = seat.round();
    this.toll = spawn.toll();
    this.in = spawn.in();
    this.load = spawn.load();
    this.since = Instant.EPOCH;
    this.until = Instant.EPOCH;
  }

  PlannedStage planned() {
    return job.plan().stages().get(stage);
  }

  /** Where it stands when it is ready. */
  Turns.Place<JobId> turn() {
    return new Turns.Place<>(
        job.submission.tenant(),
        job.plan().version(),
        job.submission.terms().priority(),
        toll,
        job.id());
  }

  Seat seat() {
    return new Seat(stage, group, round);
  }

  /** Where events say that something happened, at the given attempt. */
  Place place(int attempt) {
    return new Place(planned().name(), number, attempt, fence);
  }

  /** Gives it all its attempts again, in a new round. */
  void renew(int newRound) {
    round = newRound;
    attempts = 0;
    crashes = 0;
  }

  /** Drops what only a chunk that may run again needs. */
  void forgetWork() {
    in = Payload.NONE;
    cursor = null;
    load = Tally.ZERO;
  }
}
