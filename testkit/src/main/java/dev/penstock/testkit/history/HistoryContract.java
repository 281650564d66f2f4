package dev.penstock.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.TestForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What processes that share an engine, or the one process that owns it, may suffer without anything
 * being lost or done twice. Extend it in the engine's module and say where the engine is.
 */
public abstract class HistoryContract {
  private static final Duration PATIENCE = Duration.ofMinutes(TestForm.choose(4, 30));
  private static final int MATRIX = 20;
  private static final int BEFORE_THE_KILL = 3;

  @TempDir Path temporary;

  /** A new, empty store; {@code folder} is there for it. */
  protected abstract Site site(Path folder) throws IOException;

  /** How many processes may open the engine at the same time. */
  protected abstract int processes();

  private Company company(String name) throws IOException {
    Path folder = temporary.resolve(name);
    Path store = Files.createDirectories(folder.resolve("store"));
    return new Company(new SharedFolder(folder), site(store), PATIENCE);
  }

  private static void check(Findings findings, String story) {
    assertThat(findings.lost()).as("lost: %s", story).isEmpty();
    assertThat(findings.twice()).as("done twice: %s", story).isEmpty();
    assertThat(findings.unexplained()).as("refused without an event: %s", story).isEmpty();
  }

  @Test
  void nothingIsLostOrDoneTwiceUnderKillsStopsAndClockJumps() throws Exception {
    int jobs = TestForm.choose(4, 20);
    int chunks = TestForm.choose(500, 1_000);
    try (Company company = company("history")) {
      company.submit(jobs, chunks);
      company.hire(processes(), new EffectsPipeline.Work(16 / processes(), 50));
      var mischief = new Mischief(company, TestForm.choose(11, 12));
      mischief.play(TestForm.choose(3, 25), jobs * chunks);
      company.awaitEnd();
      Findings findings = company.findings();
      check(findings, mischief.toString());
      assertThat(findings.overtaken()).as("attempts that came to nothing").isPositive();
    }
  }

  @Test
  void twentyOfTwentyJobsComeThroughThoughTheServerIsKilled() throws Exception {
    try (Company company = company("server")) {
      company.submit(MATRIX, 1);
      company.hire(processes(), new EffectsPipeline.Work(1, TestForm.choose(200, 1_000)));
      company.awaitEffects(2 * BEFORE_THE_KILL);
      for (WorkerProcess worker : company.workers) {
        worker.kill();
      }
      for (WorkerProcess worker : company.workers) {
        worker.start();
      }
      company.awaitEnd();
      check(company.findings(), company.story());
    }
  }

  /** For engines that several processes share. */
  public abstract static class OfAFleet extends HistoryContract {
    @Test
    void twentyOfTwentyJobsComeThroughThoughAWorkerDiesForGood() throws Exception {
      try (Company company = super.company("worker")) {
        company.submit(MATRIX, 1);
        company.hire(processes(), new EffectsPipeline.Work(1, TestForm.choose(200, 1_000)));
        company.awaitEffects(2 * BEFORE_THE_KILL);
        company.workers.getFirst().kill();
        company.awaitEnd();
        check(company.findings(), company.story());
      }
    }
  }
}
