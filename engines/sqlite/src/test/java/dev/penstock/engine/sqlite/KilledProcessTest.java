package dev.penstock.engine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.Claim;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Step;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.job.StageProgress;
import dev.penstock.testkit.TestForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines in processes of their own, which are killed. */
class KilledProcessTest {
  @TempDir Path folder;

  @Test
  void aSecondProcessIsRefusedAndToldWhoHasTheFolder() throws Exception {
    Process first = EngineProcess.start(folder);
    try (var out = first.inputReader()) {
      assertThat(EngineProcess.lines(out, 1)).containsExactly("open");
      assertThatThrownBy(() -> Orders.open(folder))
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessageContaining("process " + first.pid());
    } finally {
      kill(first);
    }
    Orders.open(folder).close();
  }

  @Test
  void aSecondEngineOfTheSameProcessIsRefusedToo() {
    SqliteEngine first = Orders.open(folder);
    assertThatThrownBy(() -> Orders.open(folder))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid());
    first.close();
    Orders.open(folder).close();
  }

  @Test
  void whatWasAcknowledgedBeforeAKillIsThereAfterwards() throws Exception {
    Set<String> jobs = new HashSet<>();
    Set<String> done = new HashSet<>();
    for (int kill = 1; kill <= TestForm.choose(6, 60); kill++) {
      List<String> said = sayThenDie(200 * kill);
      jobs.addAll(after("job ", said));
      done.addAll(after("done ", said));
    }
    assertThat(jobs).isNotEmpty();
    assertThat(done).isNotEmpty();

    SqliteEngine engine = Orders.open(folder);
    for (String id : jobs) {
      Job job = engine.log().job(new JobId(id)).orElseThrow();
      for (StageProgress stage : job.stages()) {
        assertThat(stage.chunks().running()).as("claims of a dead process in %s", job).isZero();
      }
      assertThat(stage(job, "store").chunks().total())
          .as("each chunk that is done is followed by one, and no other is: %s", job)
          .isEqualTo(stage(job, "refine").chunks().done());
    }
    // What is done is offered to nobody: the rest is, each chunk once.
    Set<String> offered = new HashSet<>();
    for (String stage : List.of("split", "refine")) {
      for (Claim claim : Orders.claim(engine, stage, 1_000_000)) {
        String key = claim.chunk().job() + " " + claim.chunk().number();
        assertThat(done).doesNotContain(key);
        assertThat(offered.add(key)).as("%s offered once", key).isTrue();
        assertThat(engine.commit(claim, new Step.Dead(new Problem("test.end", "The end."))))
            .isIn(Verdict.APPLIED, Verdict.CANCELLED);
      }
    }
    engine.close();
  }

  private List<String> sayThenDie(int lines) throws Exception {
    Process process = EngineProcess.start(folder);
    try (var out = process.inputReader()) {
      var said = new ArrayList<>(EngineProcess.lines(out, lines));
      assertThat(said).hasSize(lines).first().isEqualTo("open");
      // The newest acknowledgements are the interesting ones: those of its last moment.
      process.toHandle().destroyForcibly();
      said.addAll(EngineProcess.rest(out));
      return said;
    } finally {
      kill(process);
    }
  }

  private static void kill(Process process) throws InterruptedException, IOException {
    process.destroyForcibly().waitFor();
  }

  private static Set<String> after(String word, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()))
        .collect(Collectors.toSet());
  }

  private static StageProgress stage(Job job, String name) {
    return job.stages().stream().filter(s -> s.stage().equals(name)).findFirst().orElseThrow();
  }
}
