package dev.penstock.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Want;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.testkit.TestForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What those who work on an engine may suffer without anything being lost or done twice. Extend it
 * in the engine's module and say where the engine is.
 */
public abstract class HistoryContract {
  private static final Duration PATIENCE = Duration.ofMinutes(TestForm.choose(3, 30));
  private static final Duration THREE_SECONDS = Duration.ofSeconds(3);
  private static final int MATRIX = 20;
  private static final int LONG = 1_000;

  /**
   * How an engine is worked on.
   *
   * @param workers that have it open at the same time
   * @param atOnce chunks of a stage that each of them runs at the same time
   * @param isolated whether they do so in worker processes of their own
   */
  public record Shape(int workers, int atOnce, boolean isolated) {
    /** Several workers share the engine. */
    public static final Shape FLEET = new Shape(4, 4, false);

    /** One process owns the engine, and has four worker processes. */
    public static final Shape OWNER = new Shape(1, 4, true);

    EffectsPipeline.Work work(int takeMillis, int applyMillis) {
      return new EffectsPipeline.Work(atOnce, takeMillis, applyMillis, isolated);
    }

    /** Four jobs at the same time, by not more than two workers. */
    Shape fourAtOnce() {
      int few = Math.min(workers, 2);
      return new Shape(few, 4 / few, isolated);
    }
  }

  @TempDir Path temporary;

  /** A new, empty store; {@code folder} is there for it. */
  protected abstract Site site(Path folder) throws IOException;

  protected abstract Shape shape();

  Company company(String name) throws IOException {
    Path folder = temporary.resolve(name);
    Path store = Files.createDirectories(folder.resolve("store"));
    return new Company(new SharedFolder(folder), site(store), PATIENCE);
  }

  /** What every history has to stand. */
  static Findings check(Company company, String story) throws IOException {
    Findings findings = company.findings();
    assertThat(findings.lost()).as("lost: %s", story).isEmpty();
    assertThat(findings.twice()).as("done twice: %s", story).isEmpty();
    assertThat(findings.unexplained()).as("without an event: %s", story).isEmpty();
    return findings;
  }

  /** Else nothing was to be seen. */
  private static void assertSomebodyWasOvertaken(Findings findings) {
    assertThat(findings.overtaken()).as("attempts that came to nothing").isPositive();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void nothingIsLostOrDoneTwiceUnderKillsStopsAndClockJumps() throws Exception {
    int jobs = TestForm.choose(4, 20);
    int chunks = TestForm.choose(500, 1_000);
    int millis = shape().isolated() ? 8 : 25;
    try (Company company = company("history")) {
      company.submit(jobs, chunks);
      company.hire(shape().workers(), shape().work(millis, millis));
      var mischief = new Mischief(company, TestForm.choose(11, 12));
      var acts = Mischief.acts(shape().isolated());
      mischief.play(acts, TestForm.choose(2, 25), jobs * chunks);
      company.awaitEnd();
      assertSomebodyWasOvertaken(check(company, mischief.toString()));
    }
  }

  /** 20 jobs of a second, four at a time, for three seconds, or until one has been through. */
  final void beginTwentyJobs(Company company) throws IOException, InterruptedException {
    company.submit(MATRIX, 1);
    Shape four = shape().fourAtOnce();
    company.hire(four.workers(), four.work(LONG, 0));
    company.awaitClaim(EffectsPipeline.TAKE);
    company.pass(THREE_SECONDS);
    while (company.effects() == 0) {
      company.moment();
    }
    assertThat(company.effects()).isBetween(1, 2 * MATRIX - 2);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void twentyOfTwentyJobsComeThroughThoughTheServerIsKilled() throws Exception {
    try (Company company = company("server")) {
      beginTwentyJobs(company);
      for (Worker worker : company.workers) {
        worker.kill();
      }
      for (Worker worker : company.workers) {
        worker.start();
      }
      company.awaitEnd();
      assertSomebodyWasOvertaken(check(company, company.story()));
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void twentyOfTwentyJobsComeThroughThoughAWorkerIsKilled() throws Exception {
    try (Company company = company("worker")) {
      beginTwentyJobs(company);
      Worker one = company.workers.getFirst();
      if (shape().isolated()) {
        one.children().getFirst().destroyForcibly();
      } else {
        one.kill();
        company.workers.remove(one);
      }
      company.awaitEnd();
      assertSomebodyWasOvertaken(check(company, company.story()));
    }
  }

  /**
   * What the original lost: whoever met a dead owner's lock skipped the job and acknowledged it.
   */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aJobThatComesAgainAndMeetsADeadOwnersLeaseIsPutUpAgainAndNeverAcknowledged()
      throws Exception {
    try (Company company = company("lease")) {
      company.submit(1, 1);
      company.hire(1, shape().work(3 * LONG, 0));
      company.awaitClaim(EffectsPipeline.TAKE);
      company.workers.removeFirst().kill();
      JobId id = company.jobs().keySet().iterator().next();
      try (Engine engine = company.engine()) {
        Shift.redeliver(engine, id, 1);
        stillToBeDone(engine, id);
      }
      company.hire(1, shape().work(0, 0));
      company.awaitEnd();
      assertSomebodyWasOvertaken(check(company, company.story()));
      try (Engine engine = company.engine()) {
        assertThat(engine.log().events(id, 0, 100))
            .extracting(JobEvent::kind)
            .contains(JobEvent.Kind.LAPSED);
      }
    }
  }

  /** Where the dead owner's lease stands nobody gets the chunk, and nobody takes it for done. */
  private static void stillToBeDone(Engine engine, JobId id) {
    var stage =
        engine.log().gauges().stream()
            .filter(gauge -> gauge.stage().equals(EffectsPipeline.TAKE))
            .findFirst()
            .orElseThrow();
    assertThat(stage.ready() + stage.running()).isEqualTo(1);
    List<Claim> offered =
        engine.claim(
            new Want(
                EffectsPipeline.NAME, EffectsPipeline.TAKE, "other", 9, EffectsPipeline.LEASE));
    assertThat(offered).hasSize((int) stage.ready());
    assertThat(engine.submit(EffectsPipeline.again(id, 1))).isEqualTo(new Admission.Existing(id));
    assertThat(engine.log().job(id).orElseThrow().state().ended()).isFalse();
  }

  /** For engines whose store is a server of its own. */
  public abstract static class OnAServer extends HistoryContract {
    /** Kills the store as {@code kill -9} does, and starts it again on what it left. */
    protected abstract void killTheStore() throws IOException;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void twentyOfTwentyJobsComeThroughThoughTheStoreIsKilled() throws Exception {
      try (Company company = company("store")) {
        beginTwentyJobs(company);
        killTheStore();
        company.awaitEnd();
        check(company, company.story());
      }
    }
  }
}
