package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Claim;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Want;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.testkit.TestForm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Random scripts against the oracle, and many threads at once. */
abstract class ModelContract extends EngineCase {
  private final EngineSource source;

  ModelContract(EngineSource source) {
    super(source);
    this.source = source;
  }

  @Test
  void randomScriptsGoAsTheyGoOnTheMemoryEngine() {
    int scripts = TestForm.choose(10, 400);
    for (int seed = 1; seed <= scripts; seed++) {
      new EngineModelCheck(source, seed).run(400);
    }
  }

  @Test
  void aCrashBehindAnyVerbOfAScriptChangesNothingThatWasAnswered() {
    int verbs = TestForm.choose(40, 250);
    for (int seed = 1; seed <= TestForm.choose(1, 10); seed++) {
      for (int crash = 0; crash < verbs; crash++) {
        new EngineModelCheck(source, 1_000L + seed).run(Math.min(verbs, crash + 30), crash);
      }
    }
  }

  @Test
  void manyThreadsAtOnceLoseAndInventNothing() throws Exception {
    Plan plan = Plans.linear(START, EACH, EACH, ALL);
    int chunks = TestForm.choose(900, 20_000);
    JobId id = submit(plan);
    Claim start = claim("a");
    for (int left = chunks; left > 0; left -= Math.min(left, 300)) {
      int some = Math.min(left, 300);
      apply(start, Outcomes.checkpoint("x", Tally.ofOk(some), Outcomes.findOnes(some).spawns()));
    }
    apply(start, Outcomes.done(Tally.ZERO));

    var seeds = new AtomicLong();
    Callable<Void> worker =
        () -> {
          work(plan, new SplittableRandom(seeds.incrementAndGet()));
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (Future<Void> one : threads.invokeAll(Collections.nCopies(6, worker))) {
        one.get();
      }
    }
    Drain drain = new Drain(engine, clock, new SplittableRandom(5));
    drain.run(plan, claim -> Optional.of(Outcomes.pass(claim)));
    Job job = job(id);
    assertThat(job.state().ended()).isTrue();
    assertThat(job.in()).isEqualTo(chunks);
    assertThat(stage(id, "d").chunks().total()).isEqualTo(1);
    assertThat(stage(id, "b").chunks().total()).isEqualTo(chunks);
  }

  /** Claims, commits, ticks and reads until nothing is ready for a while. */
  private void work(Plan plan, SplittableRandom random) {
    for (int idle = 0; idle < 3; ) {
      var claims = new ArrayList<Claim>();
      for (var stage : plan.stages().subList(0, 3)) {
        claims.addAll(engine.claim(new Want("line", stage.name(), "t", 5, LEASE)));
      }
      idle = claims.isEmpty() ? idle + 1 : 0;
      for (Claim claim : claims) {
        Drain.anyEnding(claim, random).ifPresent(step -> engine.commit(claim, step));
        if (random.nextInt(10) == 0) {
          engine.tick();
          List<Job> jobs = engine.log().jobs(JobQuery.newest("acme", 5));
          jobs.forEach(Balance::check);
        }
      }
    }
  }
}
