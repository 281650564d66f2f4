package dev.penstock.engine.memory;

import dev.penstock.blob.Payload;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.memory.Round.Row;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.pipeline.Spawn;
import java.time.Instant;

/**
 * What follows when a chunk has closed: barriers that fire, stages that are complete, the end of
 * the job.
 *
 * <p>A seat (stage, group, round) is complete when its chunks have ended and the seat that feeds it
 * is complete. Complete seats stay complete: whatever may spawn into one is open before it. So each
 * barrier sees its seat become complete once, and fires then.
 */
final class Cascade {
  private final Board board;
  private final Endings endings;

  Cascade(Board board, Endings endings) {
    this.board = board;
    this.endings = endings;
  }

  /** Puts up a new chunk of the job. */
  Chunk spawn(MemoryJob job, Seat seat, Spawn spawn, Instant now) {
    var chunk = new Chunk(job, job.chunks.size() + 1L, seat, spawn);
    job.chunks.put(chunk.number, chunk);
    opened(chunk);
    board.add(chunk, now);
    return chunk;
  }

  /** Counts a chunk that has become open, in its round. */
  void opened(Chunk chunk) {
    board.open(chunk.job, 1);
    chunk.job.round(chunk.round).opened(chunk.seat());
  }

  /** Follows up a chunk that has just ended. */
  void closed(Chunk chunk, Instant now) {
    MemoryJob job = chunk.job;
    board.open(job, -1);
    job.round(chunk.round).closed(chunk.seat());
    settle(job, chunk.seat(), now);
    if (job.state.ended()) {
      return;
    }
    announce(job, chunk.round, now);
    if (job.openChunks == 0) {
      endings.finish(job, now);
    }
  }

  /** Walks down from a seat as far as seats are complete. */
  void settle(MemoryJob job, Seat seat, Instant now) {
    Round round = job.round(seat.round());
    if (job.last(seat.stage()) || !round.complete(seat) || job.state.ended()) {
      return;
    }
    if (job.barrierAfter(seat.stage()) && !fire(job, seat, now)) {
      return;
    }
    settle(job, seat.next(), now);
    for (String group : round.bornAfter(seat)) {
      settle(job, new Seat(seat.stage() + 1, group, seat.round()), now);
    }
  }

  /** Fires a barrier, once; whether the job goes on. */
  private boolean fire(MemoryJob job, Seat seat, Instant now) {
    Row row = job.round(seat.round()).row(seat);
    if (!row.fired && opens(job, seat, row)) {
      if (endings.failsBeyondTolerance(job, now)) {
        return false;
      }
      row.fired = true;
      spawn(job, seat.next(), Spawn.of(Payload.NONE, row.passed), now);
    }
    return true;
  }

  /** Whether there is something to do behind the barrier: items, or a job that has none at all. */
  private static boolean opens(MemoryJob job, Seat seat, Row row) {
    if (job.in > 0) {
      return row.passed.passed() > 0;
    }
    boolean nobodyElse = seat.group().isEmpty() && job.groups.none();
    return row.used || (nobodyElse && job.round(seat.round()).used(0));
  }

  private static void announce(MemoryJob job, int round, Instant now) {
    for (int stage = 0; stage < job.plan().stages().size(); stage++) {
      if (job.round(round).newlyComplete(stage)) {
        String name = job.plan().stages().get(stage).name();
        job.timeline.milestone(now, Kind.STAGE_COMPLETED, EventTexts.stageCompleted(name, round));
      }
    }
  }
}
