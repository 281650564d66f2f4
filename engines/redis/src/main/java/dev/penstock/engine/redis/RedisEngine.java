package dev.penstock.engine.redis;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Gates;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The engine contract on a Redis (7.0 or newer, or Valkey) that many processes share. Hashes and
 * ready lists are the truth; a stream and a consumer group for each stage deliver what was chosen.
 * Each verb is one function that runs inside Redis, and so as a whole or not at all.
 *
 * <p>Leases end by time alone. When a call throws {@link EngineUnavailableException} its change may
 * have been made: call it again. A claim whose answer was lost is taken back when its lease ends;
 * one that Redis did not come to while somebody waited for it is not granted.
 */
public final class RedisEngine implements Engine {
  /** Chunks that become ready in one call; the next ones follow in another. */
  private static final int MOST_DUE = 1_000;

  /** Between two looks at how Redis is set up. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final Link link;
  private final Shard shard;
  private final Wakeups wakeups;
  private final Outlook outlook;
  private final RedisSettings settings;
  private final ServerTime time;
  private final Submitting submitting;
  private final Claiming claiming;
  private final Committing committing;
  private final Controlling controlling;
  private final Gates gates;
  private final JobLog log;

  private record Setup(
      InstantSource clock, RandomGenerator jitter, EngineLimits limits, Bells bells) {}

  private RedisEngine(Link link, Standing standing, RedisSettings settings, Setup setup) {
    this.link = link;
    this.outlook = new Outlook(link, settings, standing, LOOK);
    this.settings = settings;
    Layout layout = Layout.of(link, new Keys(settings.namespace()).prefix(0));
    link.load();
    this.shard = new Shard(link, layout, settings, setup.clock(), setup.bells());
    var jobs = new KnownJobs(shard);
    this.submitting = new Submitting(shard, setup.limits());
    this.time = new ServerTime(link);
    this.claiming = new Claiming(shard, jobs, time, settings.timeout());
    this.committing = new Committing(shard, jobs, setup.jitter());
    this.controlling = new Controlling(shard, jobs);
    this.gates = new RedisGates(shard);
    this.log = new RedisJobLog(shard, outlook);
    shard.write("come", new Args());
    this.wakeups = new Wakeups(link, shard);
  }

  /**
   * Opens the engine of a Redis and loads its functions.
   *
   * @param uri {@code redis://}, {@code rediss://} or {@code redis-sentinel://}, with password and
   *     database where there are some
   * @param clock counts only where the settings say so
   * @param jitter draws the waits before retries; used by one thread at a time
   * @throws EngineUnavailableException when it cannot be reached or is not fit; the message says
   *     what to do
   */
  public static RedisEngine open(
      String uri,
      RedisSettings settings,
      InstantSource clock,
      RandomGenerator jitter,
      EngineLimits limits,
      Bells bells) {
    Link link = Link.open(RedisURI.create(uri), Library.load(), settings);
    try {
      Standing standing = Standing.of(link, settings);
      standing.check(settings.risky());
      return new RedisEngine(link, standing, settings, new Setup(clock, jitter, limits, bells));
    } catch (RuntimeException e) { // why: whatever it is, nothing of a failed opening stays open
      link.close();
      throw e;
    }
  }

  /** What an acknowledged change survives on this Redis, in a sentence. */
  public String durabilitySentence() {
    return outlook.standing().sentence();
  }

  @Override
  public Admission submit(Submission submission) {
    return submitting.submit(submission);
  }

  @Override
  public List<Claim> claim(Want want) {
    return claiming.claim(want);
  }

  @Override
  public Verdict commit(Claim claim, Step step) {
    return committing.commit(claim, step);
  }

  @Override
  public List<Beat> beat(List<Pulse> pulses) {
    if (pulses.isEmpty()) {
      return List.of();
    }
    var args = new Args();
    for (Pulse pulse : pulses) {
      Claim claim = pulse.claim();
      args.add(claim.scope().pipeline() + "/" + claim.scope().stage())
          .add(claim.chunk().job().value())
          .add(claim.chunk().number())
          .add(claim.lease().fence())
          .add(Micros.of(pulse.lease()))
          .add(pulse.items());
    }
    return shard.write("beat", args).list(0).texts().stream().map(Beat::valueOf).toList();
  }

  @Override
  public Changed control(JobId job, Control control) {
    return controlling.control(job, control);
  }

  @Override
  public Ticked tick() {
    long lapsed = 0;
    long due = 0;
    Reply answer;
    do {
      var args = new Args().add(MOST_DUE).add(settings.forget().toMillis());
      answer = shard.write("tick", args).list(0);
      lapsed += answer.number(0);
      due += answer.number(1);
    } while (answer.number(2) > 0);
    outlook.look();
    time.lookNowAndThen();
    return new Ticked(lapsed, due);
  }

  @Override
  public JobLog log() {
    return log;
  }

  @Override
  public Gates gates() {
    return gates;
  }

  @Override
  public void close() {
    wakeups.close();
    link.close();
  }
}
