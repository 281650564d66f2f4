package dev.penstock.engine.redis;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * How chunks are given out. A claim that comes to Redis when its caller has given up would take
 * chunks for nobody: it grants nothing.
 */
final class Claiming {
  private final Shard shard;
  private final KnownJobs jobs;
  private final ServerTime time;
  private final Duration patience;

  Claiming(Shard shard, KnownJobs jobs, ServerTime time, Duration patience) {
    this.shard = shard;
    this.jobs = jobs;
    this.time = time;
    this.patience = patience;
  }

  List<Claim> claim(Want want) {
    var args =
        new Args()
            .add(want.pipeline() + "/" + want.stage())
            .add(want.worker())
            .add(want.max())
            .add(Micros.of(want.lease()))
            .add(time.micros(patience))
            .add(want.versions().oldest())
            .add(want.versions().newest());
    Reply answer = shard.write("claim", args).list(0);
    if (answer.size() > 2) {
      // Late though somebody still waits: the clock there was set.
      time.look();
    }
    var facts = new HashMap<JobId, KnownJobs.Facts>();
    answer.list(0).lists().forEach(job -> facts.put(new JobId(job.text(0)), jobs.note(job)));
    var claims = new ArrayList<Claim>();
    for (Reply granted : answer.list(1).lists()) {
      var id = new JobId(granted.text(0));
      KnownJobs.Facts job = facts.get(id);
      if (job == null) {
        throw new IllegalStateException("nothing was told of job " + id);
      }
      claims.add(claim(want, id, job, granted));
    }
    return List.copyOf(claims);
  }

  private static Claim claim(Want want, JobId id, KnownJobs.Facts job, Reply granted) {
    return new Claim(
        new Claim.ChunkKey(id, granted.number(1)),
        new Claim.Scope(
            want.pipeline(), want.stage(), granted.text(2), Math.toIntExact(granted.number(3))),
        new Claim.Lease(
            want.worker(),
            granted.number(4),
            Math.toIntExact(granted.number(5) + 1),
            Math.toIntExact(granted.number(6)),
            Micros.instant(granted.number(7))),
        new Tally(granted.number(8), granted.number(9), 0, 0, granted.number(10)),
        new Claim.Work(
            Payloads.read(granted.bytes(11)),
            Math.toIntExact(granted.number(12)),
            Optional.ofNullable(granted.bytesOrNull(13)),
            job.tenant(),
            job.inputs()));
  }
}
