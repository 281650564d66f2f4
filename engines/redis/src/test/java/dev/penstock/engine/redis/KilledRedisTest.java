package dev.penstock.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Claim;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.TestForm;
import dev.penstock.testkit.engine.Outcomes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Redis is killed in the middle of its work, and starts again on its files. */
class KilledRedisTest extends RedisCase {
  private static final int THREADS = 4;
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final Set<JobId> jobs = ConcurrentHashMap.newKeySet();
  private final Set<Claim.ChunkKey> done = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean over = new AtomicBoolean();

  private static List<Claim> claim(RedisEngine engine, String stage) {
    return engine.claim(new Want("line", stage, "worker", 3, SHORT));
  }

  private void work(RedisEngine engine) {
    while (!over.get()) {
      try {
        Submission order = order();
        engine.submit(order);
        jobs.add(order.id());
        pass(engine);
      } catch (EngineUnavailableException e) {
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  private int pass(RedisEngine engine) {
    int passed = 0;
    for (String stage : List.of("a", "b", "c")) {
      for (Claim claim : claim(engine, stage)) {
        passed++;
        Step step = stage.equals("a") ? Outcomes.findOnes(2) : Outcomes.pass(claim);
        if (engine.commit(claim, step) == Verdict.APPLIED) {
          assertThat(done.add(claim.chunk())).as("%s is done once", claim.chunk()).isTrue();
        }
      }
    }
    return passed;
  }

  @Test
  void whatWasAcknowledgedIsThereWhenRedisWasKilled() throws Exception {
    RedisServer server = server("--appendfsync", "always");
    RedisEngine engine = open(server);
    var workers = new ArrayList<Future<?>>();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        workers.add(threads.submit(() -> work(engine)));
      }
      for (int kill = 1; kill <= TestForm.choose(3, 40); kill++) {
        int before = jobs.size();
        until("work goes on", () -> jobs.size() > before + 40 || workers.getFirst().isDone());
        server.restart();
      }
      int before = jobs.size();
      until("work goes on", () -> jobs.size() > before + 10);
      over.set(true);
      for (Future<?> worker : workers) {
        worker.get();
      }
    }
    until(
        "all jobs have ended",
        () -> {
          engine.tick();
          return pass(engine) == 0
              && engine.log().gauges().stream().allMatch(g -> g.running() == 0);
        });
    for (JobId id : jobs) {
      Job job = job(engine, id);
      assertThat(job.state()).as("%s", job).isEqualTo(JobState.SUCCESSFUL);
      assertThat(job.items()).isEqualTo(Tally.ofOk(2));
    }
  }
}
