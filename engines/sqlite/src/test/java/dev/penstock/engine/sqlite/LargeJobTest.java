package dev.penstock.engine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Beat;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.job.Tally;
import dev.penstock.testkit.TestForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job of many chunks ends in one short step; its rows follow. */
class LargeJobTest {
  private static final int CHUNKS = TestForm.choose(20_000, 100_000);
  private static final Problem GONE = new Problem("test.gone", "The payload is gone.");

  @TempDir Path folder;
  private SqliteEngine engine;
  private JobId id;
  private Claim start;
  private Claim held;

  @BeforeEach
  void spread() {
    engine = Orders.open(folder);
    Submission order = Orders.order();
    engine.submit(order);
    id = order.id();
    start = Orders.claim(engine, "split", 1).getFirst();
    for (int found = 0; found < CHUNKS; found += 1_000) {
      engine.commit(start, Orders.found(1 + found / 1_000, 1_000));
    }
    held = Orders.claim(engine, "refine", 1).getFirst();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void assertEnded(JobState state) {
    Job job = engine.log().job(id).orElseThrow();
    assertThat(job.state()).isEqualTo(state);
    assertThat(job.items()).isEqualTo(new Tally(0, 0, 0, CHUNKS, 0));
    assertThat(job.stages().get(1).chunks()).isEqualTo(new Chunks(0, 0, 0, 0, 0, CHUNKS));
    assertThat(engine.log().gauges())
        .allMatch(gauge -> gauge.ready() + gauge.delayed() + gauge.running() == 0);
    assertThat(Orders.claim(engine, "refine", 9)).isEmpty();
    assertThat(engine.commit(held, Orders.pass(held))).isEqualTo(Verdict.CANCELLED);
    assertThat(engine.beat(List.of(new Pulse(held, 0, Duration.ofMinutes(1)))))
        .containsExactly(Beat.CANCEL);
  }

  private void timed(String what, Runnable action) {
    long begun = System.nanoTime();
    action.run();
    System.out.printf(
        "%s, %,d chunks: %,d ms%n", what, CHUNKS, (System.nanoTime() - begun) / 1_000_000);
  }

  @Test
  void aLargeJobIsDismissedAtOnceAndStaysSo() {
    timed(
        "dismiss",
        () ->
            assertThat(engine.control(id, new Control.Dismiss()))
                .isEqualTo(new Changed.Applied(CHUNKS + 1L)));
    assertEnded(JobState.DISMISSED);
    assertThat(rowsReady()).isPositive();
    timed("tick", engine::tick);
    assertEnded(JobState.DISMISSED);
    engine.close();
    timed("open", () -> engine = Orders.open(folder));
    assertThat(rowsReady()).isZero();
    assertEnded(JobState.DISMISSED);
    timed("remove", () -> engine.control(id, new Control.Remove()));
    assertThat(engine.log().job(id)).isEmpty();
    assertThat(engine.log().gauges())
        .allMatch(gauge -> gauge.ready() + gauge.running() + gauge.dead() == 0);
  }

  @Test
  void ticksCorrectWhatTheEndLeft() {
    engine.control(id, new Control.Dismiss());
    for (int rows = CHUNKS; rows > 0; rows -= Remnants.SOME) {
      engine.tick();
    }
    assertThat(rowsReady()).isZero();
    assertEnded(JobState.DISMISSED);
  }

  @Test
  void aLargeJobThatFailedIsReplayedWhole() {
    timed("fail", () -> engine.commit(start, new Step.Dead(GONE)));
    assertEnded(JobState.FAILED);
    engine.tick();
    timed(
        "replay",
        () ->
            assertThat(engine.control(id, new Control.Replay(Set.of())))
                .isEqualTo(new Changed.Applied(CHUNKS + 1L)));
    engine.tick();
    Job job = engine.log().job(id).orElseThrow();
    assertThat(job.stages().get(1).chunks()).isEqualTo(new Chunks(CHUNKS, 0, 0, 0, 0, 0));
    assertThat(Orders.claim(engine, "refine", CHUNKS)).hasSize(CHUNKS);
  }

  /** Rows that say that their chunk is ready. */
  private long rowsReady() {
    return engine.queue.run(
        tables -> tables.sql.number("SELECT count(*) FROM chunk WHERE status = 2"));
  }
}
