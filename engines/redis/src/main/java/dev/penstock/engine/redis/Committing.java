package dev.penstock.engine.redis;

import dev.penstock.engine.Backoff;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Conservation;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Step;
import dev.penstock.engine.UnconservedStepException;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one transition. What can be checked without the engine is checked here, with a load that fits
 * the step; the function compares it with the load that the chunk has, and answers that load where
 * they differ.
 *
 * <p>One that is made when its caller has given up does no harm either: it carries the fence of its
 * claim, so it closes the chunk that this claim holds, once, or, where the chunk was taken back
 * meanwhile, nothing. A second try is told FENCED, as of any two equal calls.
 */
final class Committing {
  private static final String COMMIT = "commit";

  private final Shard shard;
  private final KnownJobs jobs;
  private final RandomGenerator jitter;

  Committing(Shard shard, KnownJobs jobs, RandomGenerator jitter) {
    this.shard = shard;
    this.jobs = jobs;
    this.jitter = jitter;
  }

  Verdict commit(Claim claim, Step step) {
    KnownJobs.Facts job = jobs.find(claim.chunk().job());
    if (job == null) {
      return Verdict.FENCED;
    }
    Plan plan = job.plan();
    String stage = claim.scope().stage();
    return switch (step) {
      case Step.Done done -> done(claim, plan, stage, done);
      case Step.Checkpoint checkpoint -> checkpoint(claim, plan, stage, checkpoint);
      case Step.Split split -> split(claim, plan, stage, split);
      case Step.Retry retry -> retry(claim, plan.stage(stage).retry(), retry);
      case Step.Dead dead ->
          send(COMMIT, head(claim, "dead").addAll(Problems.write(dead.problem())), load -> {});
      case Step.Release release -> send(COMMIT, head(claim, "release"), load -> {});
    };
  }

  private Verdict done(Claim claim, Plan plan, String stage, Step.Done done) {
    List<Spawn> spawns;
    try {
      spawns = Conservation.spawnsOf(plan, stage, all(done.tally()), done);
    } catch (UnconservedStepException e) {
      return refuse(claim, e);
    }
    Args args = head(claim, "done").addAll(StepArgs.tally(done.tally()));
    args.add(done.rejects() == null ? new byte[0] : Outcomes.rejects(stage, done.rejects()));
    args.add(Outcomes.results(done.results())).addAll(StepArgs.spawns(spawns));
    return send(verb(spawns), args, load -> Conservation.spawnsOf(plan, stage, load, done));
  }

  private Verdict checkpoint(Claim claim, Plan plan, String stage, Step.Checkpoint step) {
    try {
      Conservation.check(plan, stage, all(step.tally()), step);
    } catch (UnconservedStepException e) {
      return refuse(claim, e);
    }
    Args args = head(claim, "checkpoint").addAll(StepArgs.tally(step.tally()));
    args.add(step.rejects() == null ? new byte[0] : Outcomes.rejects(stage, step.rejects()));
    args.add(step.number()).add(step.cursor()).addAll(StepArgs.spawns(step.spawns()));
    return send(verb(step.spawns()), args, load -> Conservation.check(plan, stage, load, step));
  }

  private Verdict split(Claim claim, Plan plan, String stage, Step.Split split) {
    Tally parts;
    try {
      parts = sum(split.parts());
      Conservation.check(plan, stage, parts, split);
    } catch (UnconservedStepException e) {
      return refuse(claim, e);
    }
    Args args = head(claim, "split").addAll(Problems.write(split.problem()));
    args.add(split.suspect()).add(parts.ok()).add(parts.repaired());
    args.addAll(StepArgs.spawns(split.parts()));
    return send(verb(split.parts()), args, load -> Conservation.check(plan, stage, load, split));
  }

  /** Waits are drawn only for failures that count, so that all engines draw alike. */
  private Verdict retry(Claim claim, RetryPolicy policy, Step.Retry retry) {
    while (true) {
      Reply chunk =
          shard.read(
              "peek", new Args().add(claim.chunk().job().value()).add(claim.chunk().number()));
      boolean holds = chunk.text(0).equals("u") && chunk.text(1).equals("" + claim.lease().fence());
      int failures = holds ? Math.toIntExact(chunk.number(2)) + 1 : 1;
      Duration wait =
          holds && failures < policy.attempts()
              ? draw(policy, failures, retry.after())
              : Duration.ZERO;
      Verdict verdict = retry(claim, retry, failures, wait);
      if (verdict != null) {
        return verdict;
      }
    }
  }

  private synchronized Duration draw(RetryPolicy policy, int failures, @Nullable Duration after) {
    return Backoff.draw(policy, failures, after, jitter);
  }

  /** Null: the chunk has failed, or made progress, since it was looked at. */
  private @Nullable Verdict retry(Claim claim, Step.Retry retry, int failures, Duration wait) {
    Args args = head(claim, "retry").add(failures);
    args.addAll(Problems.write(retry.problem())).add(Micros.of(wait));
    args.add(retry.pause() == null ? "" : retry.pause());
    args.add(retry.after() == null ? 0 : Micros.of(retry.after()));
    Reply answer = shard.change(COMMIT, args).list(0);
    return answer.text(0).equals("AGAIN") ? null : Verdict.valueOf(answer.text(0));
  }

  /**
   * The step is not applied whatever the engine holds; whether the claim stands decides the answer.
   */
  private Verdict refuse(Claim claim, UnconservedStepException why) {
    Reply answer = shard.change(COMMIT, head(claim, "refuse")).list(0);
    if (answer.text(0).equals("REFUSE")) {
      throw why;
    }
    return Verdict.valueOf(answer.text(0));
  }

  /** {@code check} throws for the load that the chunk really has. */
  private Verdict send(String verb, Args args, Consumer<Tally> check) {
    Reply answer = shard.change(verb, args).list(0);
    switch (answer.text(0)) {
      case "LOAD" -> check.accept(Tally.ofOk(answer.number(1)));
      case "PARTS" -> check.accept(new Tally(answer.number(1), answer.number(2), 0, 0, 0));
      case "GROUP" ->
          throw new UnconservedStepException(
              "a spawn goes into group '%s', which did not begin there".formatted(answer.text(1)));
      case "ORDER" ->
          throw new UnconservedStepException(
              "the chunk has %d checkpoints; this is neither the last one nor the next"
                  .formatted(answer.number(1)));
      case "COUNT" ->
          throw new UnconservedStepException("the job has more items than can be counted");
      default -> {
        return Verdict.valueOf(answer.text(0));
      }
    }
    throw new UnconservedStepException("the step does not add up with its chunk's load");
  }

  /** A full Redis takes what makes room, and lets what would need more wait. */
  private static String verb(List<Spawn> spawns) {
    return spawns.size() > 1 ? "commit_more" : COMMIT;
  }

  private static Args head(Claim claim, String step) {
    return new Args()
        .add(claim.chunk().job().value())
        .add(claim.chunk().number())
        .add(claim.lease().fence())
        .add(claim.lease().worker())
        .add(claim.lease().attempt())
        .add(step);
  }

  /** A load that the tally accounts for; one that cannot be counted is refused by its check. */
  private static Tally all(Tally tally) {
    try {
      return Tally.ofOk(tally.in());
    } catch (ArithmeticException e) {
      return Tally.ZERO;
    }
  }

  private static Tally sum(List<Spawn> parts) {
    try {
      Tally sum = parts.stream().map(Spawn::load).reduce(Tally.ZERO, Tally::plus);
      sum.in();
      return sum;
    } catch (ArithmeticException e) {
      throw new UnconservedStepException("the parts have more items than can be counted");
    }
  }
}
