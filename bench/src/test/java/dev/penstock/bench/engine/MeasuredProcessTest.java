package dev.penstock.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredProcessTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void itHearsFiguresAndPhases() throws IOException, InterruptedException {
    Outcome outcome =
        run(
            "echo phase one; echo '= rate 12.500'; echo noise; echo phase end; read -r x || true",
            LONG);
    assertThat(outcome.figure("rate")).isEqualTo(12.5);
    assertThat(outcome.figure("other")).isNaN();
    assertThat(outcome.phases()).extracting(Phase::name).containsExactly("one");
    assertThat(outcome.failure()).isEmpty();
  }

  @Test
  void whatTheProcessComputesIsCounted() throws IOException, InterruptedException {
    String loop = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
    Outcome outcome = run("echo phase busy; " + loop + "; echo phase end; read -r x || true", LONG);
    assertThat(outcome.phases().getFirst().cpu()).isPositive();
  }

  @Test
  void aFailureIsToldWithItsLastWords() throws IOException, InterruptedException {
    Outcome outcome = run("echo '= rate 1'; echo no disk >&2; exit 3", LONG);
    assertThat(outcome.failure()).hasValueSatisfying(why -> assertThat(why).contains("no disk"));
    assertThat(outcome.figure("rate")).isEqualTo(1);
  }

  @Test
  void itIsEndedWhenItsTimeIsOver() throws IOException, InterruptedException {
    Outcome outcome = run("echo '= rate 1'; exec sleep 600", Duration.ofMillis(300));
    assertThat(outcome.failure()).hasValueSatisfying(why -> assertThat(why).contains("time"));
    assertThat(outcome.figure("rate")).isEqualTo(1);
  }

  private Outcome run(String script, Duration limit) throws IOException, InterruptedException {
    return MeasuredProcess.run(
        List.of("sh", "-c", script), List.of(), folder.resolve("log"), limit);
  }
}
