package dev.penstock.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.StageProgress;
import dev.penstock.job.Tally;
import dev.penstock.server.pipeline.Noun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private static Job job(JobState state, long in, Tally items, StageProgress... stages) {
    @Nullable Instant ended = state.ended() ? NOON.plusMillis(1234) : null;
    @Nullable Problem failure =
        state == JobState.FAILED ? new Problem("geojson.truncated", "It ends early.") : null;
    return new Job(
        JobId.next(() -> NOON),
        new Job.Order("default", "geometry", 1, "", Map.of(), Payload.NONE, Job.Ties.NONE),
        state,
        new Job.Times(NOON, NOON, NOON, ended),
        in,
        items,
        List.of(stages),
        new Job.Outcome(0, List.of(), failure));
  }

  private static StageProgress stage(long open, Tally items) {
    return new StageProgress("s", new StageProgress.Chunks(open, 0, 0, 1, 0, 0), items, 0);
  }

  @Test
  void eachStateHasItsSentence() {
    Tally items = new Tally(4511, 237, 3, 2, 0);
    assertThat(Summary.of(job(JobState.ACCEPTED, 0, Tally.ZERO), Noun.FEATURE))
        .isEqualTo("Accepted; waits for its first stage.");
    assertThat(Summary.of(job(JobState.RUNNING, 0, Tally.ZERO), Noun.FEATURE))
        .isEqualTo("Running; no feature found yet.");
    assertThat(Summary.of(job(JobState.RUNNING, 9000, items), Noun.FEATURE))
        .isEqualTo("Running; 4,748 of 9,000 features through, 3 rejected, 2 in dead letters.");
    assertThat(Summary.of(job(JobState.SUCCESSFUL, 4753, items), Noun.FEATURE))
        .isEqualTo(
            "Published 4,748 of 4,753 features (237 repaired), 3 rejected, 2 in dead letters,"
                + " in 1.2 s.");
    assertThat(Summary.of(job(JobState.SUCCESSFUL, 1, Tally.ofOk(1)), Noun.ITEM))
        .isEqualTo("Finished 1 of 1 item, 0 rejected, in 1.2 s.");
    assertThat(Summary.of(job(JobState.SUCCESSFUL, 0, Tally.ZERO), Noun.FEATURE))
        .isEqualTo("Finished; there were no features.");
    assertThat(Summary.of(job(JobState.FAILED, 0, Tally.ZERO), Noun.FEATURE))
        .isEqualTo("Failed after 1.2 s: It ends early. (geojson.truncated)");
    assertThat(Summary.of(job(JobState.DISMISSED, 10, Tally.ofOk(4)), Noun.FEATURE))
        .isEqualTo("Dismissed after 1.2 s; 4 of 10 features were through.");
  }

  @Test
  void timesReadAsPeopleSayThem() {
    assertThat(Summary.took(Duration.ofMillis(840))).isEqualTo("840 ms");
    assertThat(Summary.took(Duration.ofMillis(59_940))).isEqualTo("59.9 s");
    assertThat(Summary.took(Duration.ofSeconds(185))).isEqualTo("3 min 5 s");
    assertThat(Summary.took(Duration.ofMinutes(124))).isEqualTo("2 h 4 min");
  }

  @Test
  void progressCountsStepsAndKnowsNothingWhileItemsAreDiscovered() {
    assertThat(Progress.of(job(JobState.RUNNING, 10, Tally.ZERO, stage(1, Tally.ofOk(10)))))
        .isEmpty();
    assertThat(Progress.of(job(JobState.RUNNING, 0, Tally.ZERO, stage(0, Tally.ZERO)))).isEmpty();
    Job half =
        job(
            JobState.RUNNING,
            10,
            Tally.of(0, 0, 2),
            stage(0, Tally.ofOk(10)),
            stage(1, Tally.of(2, 1, 2)),
            stage(1, Tally.ofOk(1)));
    // 10 steps in the first stage, 3 + 2 x 2 in the second, 1 in the last; 30 in all.
    assertThat(Progress.of(half)).hasValue(0.6);
    assertThat(Progress.of(job(JobState.SUCCESSFUL, 0, Tally.ZERO))).hasValue(1);
  }
}
