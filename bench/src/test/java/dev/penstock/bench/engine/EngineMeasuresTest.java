package dev.penstock.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bench.course.Course;
import dev.penstock.bench.course.Length;
import dev.penstock.bench.course.Runs;
import dev.penstock.engine.Engine;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.StageGauge;
import dev.penstock.job.Job;
import dev.penstock.job.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineMeasuresTest {
  private static final int DEPTH = 6_000;

  @TempDir private Path folder;

  @Test
  void aRoundOfTransitionsLeavesTheQueueAsDeepAsItWas() throws IOException, InterruptedException {
    round(Opener.sqlite());
  }

  @Test
  void redisIsStartedAndMeasuredInTheSameWay() throws IOException, InterruptedException {
    round(Opener.redis(RedisServer.Sync.EVERYSEC));
  }

  private void round(Opener opener) throws IOException, InterruptedException {
    try (OpenEngine open = opener.open(folder);
        var mill = new ChunkMill(open.engine(), DEPTH)) {
      long before = ready(open.engine(), "refine");
      assertThat(before).isBetween((long) DEPTH, DEPTH + 2L * ChunkMill.ROUND);
      assertThat(mill.round()).isPositive();
      assertThat(ready(open.engine(), "refine")).isBetween(before, before + 1_000);
      assertThat(ready(open.engine(), "store")).isZero();
    }
  }

  @Test
  void theCourseRunsEveryJobThroughTheHost() throws IOException, InterruptedException {
    var runs = new Runs();
    try (OpenEngine open = Opener.sqlite().open(folder.resolve("engine"));
        var subject = new HostSubject(open, folder, runs)) {
      new Course(subject, runs, new Length(100, 200, 5, Duration.ofSeconds(30))).run();
      // The warm-up, the single starts, three rounds.
      assertThat(open.engine().log().jobs(JobQuery.newest("default", 1_000)))
          .hasSize(100 + 5 + 3 * 200)
          .extracting(Job::state)
          .containsOnly(JobState.SUCCESSFUL);
    }
  }

  private static long ready(Engine engine, String stage) {
    return engine.log().gauges().stream()
        .filter(gauge -> gauge.stage().equals(stage))
        .mapToLong(StageGauge::ready)
        .sum();
  }
}
