package dev.penstock.engine.memory;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.engine.memory.Round.Row;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries dead letters again, as a job's next round. */
final class Replays {
  private final Board board;
  private final Cascade cascade;
  private final Endings endings;
  private final Lines lines;

  Replays(Board board, Cascade cascade, Endings endings, Lines lines) {
    this.board = board;
    this.cascade = cascade;
    this.endings = endings;
    this.lines = lines;
  }

  /** Replays the chosen dead letters; all of them when none is chosen. */
  Changed replay(MemoryJob job, Control.Replay replay, Instant now) {
    Set<Long> chosen = replay.chunks();
    if (job.state == JobState.DISMISSED) {
      return new Changed.NotNow("The job was dismissed; submit it again instead.");
    }
    List<Chunk> dead =
        job.chunks.values().stream()
            .filter(chunk -> chunk.status == Status.DEAD)
            .filter(chunk -> chosen.isEmpty() || chosen.contains(chunk.number))
            .toList();
    if (dead.isEmpty()) {
      return new Changed.NotNow("There is no such dead letter to replay.");
    }
    if (leavesStartDead(job, dead)) {
      return new Changed.NotNow(
          "The first stage's chunk is dead: replay it as well, or nobody knows what is missing.");
    }
    MemoryJob other = job.state.ended() ? lines.atWork(job) : null;
    if (other != null) {
      return new Changed.NotNow(EventTexts.lineBusy(other.id()));
    }
    dead.forEach(chunk -> edit(chunk, replay.edits().get(chunk.number)));
    return new Changed.Applied(nextRound(job, dead, now));
  }

  /** The cursor points into the old payload, and goes with it. */
  private static void edit(Chunk chunk, @Nullable Payload edit) {
    if (edit != null) {
      chunk.in = edit;
      chunk.cursor = null;
    }
  }

  private static boolean leavesStartDead(MemoryJob job, List<Chunk> chosen) {
    Chunk start = job.chunks.firstEntry().getValue();
    return start.status == Status.DEAD && !chosen.contains(start);
  }

  private long nextRound(MemoryJob job, List<Chunk> dead, Instant now) {
    int round = job.newRound();
    long revived = dead.size();
    dead.forEach(chunk -> revive(chunk, round, now));
    if (job.state == JobState.FAILED) {
      revived += reviveCancelled(job, round, now);
      reviveWaiting(job, round);
    }
    if (job.state.ended()) {
      job.state = JobState.RUNNING;
      job.failure = null;
      job.ended = null;
      endings.opened(job);
      lines.enterAgain(job);
    }
    job.timeline.anomaly(now, Kind.REPLAYED, null, EventTexts.replayed(revived, round), null);
    cascade.settle(job, new Seat(0, "", round), now);
    board.changed(job, now);
    return revived;
  }

  /** A job that fails at its first stage takes unfinished work with it: that runs again, too. */
  private long reviveCancelled(MemoryJob job, int round, Instant now) {
    long revived = 0;
    for (Chunk chunk : job.chunks.values()) {
      if (chunk.status == Status.CANCELLED) {
        revive(chunk, round, now);
        revived++;
      }
    }
    return revived;
  }

  private void revive(Chunk chunk, int round, Instant now) {
    chunk.job.revive(chunk.stage, chunk.load.in());
    chunk.renew(round);
    cascade.opened(chunk);
    board.move(chunk, Status.READY, now);
  }

  /** Items that waited for a barrier when the job failed wait for it again, in the new round. */
  private static void reviveWaiting(MemoryJob job, int newRound) {
    for (int round = 0; round < newRound; round++) {
      for (Seat seat : job.round(round).waiting(round)) {
        Row old = job.round(round).row(seat);
        Row row = job.round(newRound).row(new Seat(seat.stage(), seat.group(), newRound));
        job.revive(seat.stage() + 1, old.passed.in());
        row.passed = row.passed.plus(old.passed);
        old.passed = Tally.ZERO;
      }
    }
  }
}
