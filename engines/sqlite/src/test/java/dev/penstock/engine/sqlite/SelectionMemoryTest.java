package dev.penstock.engine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import dev.penstock.runtime.Selections;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with less memory than its dead letters hold chooses all of them and replays them. */
class SelectionMemoryTest {
  private static final int LETTERS = 2_000;
  private static final int PAYLOAD = 60_000;
  private static final Duration LEASE = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void manyLettersAreChosenAndReplayedWithoutTheirPayloads() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SelectionMemoryTest.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("chosen " + LETTERS, "replayed " + LETTERS);
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    var retry = new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO);
    var plan =
        new Plan(
            "line",
            1,
            List.of(
                new Plan.PlannedStage("a", Edge.START, retry),
                new Plan.PlannedStage("b", Edge.EACH, retry)));
    var clock = InstantSource.system();
    try (var engine =
            SqliteEngine.open(
                folder.resolve("engine"), clock, new Random(1), EngineLimits.DEFAULT, new Bells());
        var blobs = FileBlobStore.open(folder.resolve("blobs"), FileBlobStore.Settings.DEFAULT)) {
      engine.submit(
          new Submission(
              JobId.next(clock),
              "default",
              plan,
              "",
              new InputValues(Map.of()),
              Payload.NONE,
              Optional.empty()));
      Claim start = engine.claim(new Want("line", "a", "w", 1, LEASE)).getFirst();
      var spawns =
          Collections.nCopies(100, Spawn.of(Payload.inline(new byte[PAYLOAD]), Tally.ofOk(1)));
      for (int i = 0; i < LETTERS / 100; i++) {
        engine.commit(
            start, new Step.Checkpoint(i + 1, new byte[1], Tally.ofOk(100), spawns, null));
        for (Claim claim : engine.claim(new Want("line", "b", "w", 100, LEASE))) {
          engine.commit(claim, new Step.Dead(new Problem("test.died", "It died.")));
        }
      }
      var selections = new Selections(engine, blobs, clock);
      var frozen = selections.freeze(DeadLetterQuery.of("default", Selections.MOST));
      System.out.println("chosen " + frozen.chunks().size());
      System.out.println("replayed " + selections.replay(frozen).chunks());
    }
  }
}
