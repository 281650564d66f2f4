package dev.penstock.engine.sqlite;

import dev.penstock.engine.Claim;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.Want;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobState;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Grants ready chunks, all of a request in one statement. */
final class Claiming {
  private final InstantSource clock;

  Claiming(InstantSource clock) {
    this.clock = clock;
  }

  List<Claim> claim(Tables tables, Want want) throws SQLException {
    Lane lane = tables.lanes.find(want.pipeline(), want.stage());
    int most = lane == null ? 0 : (int) Math.min(lane.ready(), want.max());
    if (lane == null || most == 0) {
      return List.of();
    }
    Instant now = clock.instant();
    long fence = tables.fences.take(most, now);
    var claims = new ArrayList<Claim>(most);
    for (ChunkRow row : tables.chunkRows.claim(lane, want.worker(), fence, most)) {
      claims.add(grant(tables, want, row, now));
    }
    return List.copyOf(claims);
  }

  private static Claim grant(Tables tables, Want want, ChunkRow row, Instant now)
      throws SQLException {
    long nowMicros = Micros.of(now);
    JobRow job = tables.jobs.change(row.key().job(), nowMicros);
    if (job.state == JobState.ACCEPTED) {
      job.state = JobState.RUNNING;
      job.started = nowMicros;
      tables.timeline.milestone(job, nowMicros, Kind.STARTED, EventTexts.started(want.worker()));
    }
    ChunkRow.Tries tries = row.tries();
    Instant until = now.plus(want.lease());
    var lease =
        new Claim.Lease(want.worker(), tries.fence(), tries.attempts() + 1, tries.crashes(), until);
    var chunk = new Claim.ChunkKey(job.id, row.key().number());
    var term = new Held.Term(Micros.of(until));
    tables.chunks.claimed(
        job,
        row,
        new Held(job.key, chunk, row.spot(), row.load(), lease, tries.claims() > 1, term));
    return new Claim(
        chunk,
        new Claim.Scope(want.pipeline(), want.stage(), row.spot().group(), row.spot().round()),
        lease,
        row.load(),
        new Claim.Work(
            row.work().in(), Optional.ofNullable(row.work().cursor()), job.tenant, job.inputs));
  }
}
