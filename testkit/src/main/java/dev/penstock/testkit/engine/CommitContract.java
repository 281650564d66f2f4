package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.JobLog.ChunkRejects;
import dev.penstock.engine.Step;
import dev.penstock.engine.UnconservedStepException;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobResult;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.Spawn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a step changes, and which steps are refused. */
abstract class CommitContract extends EngineCase {
  CommitContract(EngineSource source) {
    super(source);
  }

  @Test
  void itemsAreCountedWhereTheyLeave() {
    JobId id = found(Plans.linear(START, EACH, EACH), 10, 5);
    Claim ten = claim("b");
    apply(ten, Outcomes.reject(ten, 3));
    Claim onward = claim("c");
    assertThat(onward.load()).isEqualTo(Tally.ofOk(7));
    apply(onward, Outcomes.done(new Tally(5, 2, 0, 0, 4)));

    assertThat(job(id).in()).isEqualTo(15);
    assertThat(job(id).items()).isEqualTo(new Tally(5, 2, 3, 0, 4));
    assertThat(job(id).open()).isEqualTo(5);
    assertThat(job(id).stages())
        .containsExactly(
            new StageProgress("a", new Chunks(0, 0, 0, 1, 0, 0), Tally.ofOk(15), 0),
            new StageProgress("b", new Chunks(1, 0, 0, 1, 0, 0), Tally.of(7, 0, 3), 0),
            new StageProgress("c", new Chunks(0, 0, 0, 1, 0, 0), new Tally(5, 2, 0, 0, 4), 0));
  }

  @Test
  void aChunkWithoutSpawnsFlowsOnWithWhatPassed() {
    found(Plans.linear(START, EACH, EACH), 4);
    apply(claim("b"), Outcomes.done(new Tally(1, 2, 1, 0, 1)));
    Claim onward = claim("c");
    assertThat(onward.load()).isEqualTo(new Tally(1, 2, 0, 0, 1));
    assertThat(onward.work().in()).isEqualTo(Outcomes.text("out"));
    assertThat(claim("c", 9)).isEmpty();
  }

  @Test
  void aChunkOfWhichNothingPassedDoesNotFlowOn() {
    JobId id = found(Plans.linear(START, EACH, EACH), 2, 2);
    Claim all = claim("b");
    apply(all, Outcomes.reject(all, 2));
    assertThat(claim("c", 9)).isEmpty();
    assertThat(job(id).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void theLastStepEndsTheJob() {
    JobId id = found(Plans.linear(START, EACH), 3, 2);
    Claim first = claim("b");
    apply(first, Outcomes.reject(first, 1));
    clock.advance(Duration.ofSeconds(9));
    passAll("b");
    Job job = job(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.partial()).isTrue();
    assertThat(job.items()).isEqualTo(Tally.of(4, 0, 1));
    assertThat(job.times().ended()).isEqualTo(clock.instant());
    assertThat(job.times().updated()).isEqualTo(clock.instant());
    assertThat(kinds(id)).endsWith(Kind.STAGE_COMPLETED, Kind.SUCCEEDED);
  }

  @Test
  void aJobWithoutItemsSucceedsWhereNoBarrierStands() {
    JobId id = found(Plans.linear(START, EACH));
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).partial()).isFalse();
    assertThat(kinds(id))
        .containsExactly(Kind.ACCEPTED, Kind.STARTED, Kind.STAGE_COMPLETED, Kind.SUCCEEDED);
  }

  @Test
  void aJobOfWhichNothingPassedFails() {
    JobId id = found(Plans.linear(START, EACH), 3);
    Claim only = claim("b");
    apply(only, Outcomes.reject(only, 3));
    assertThat(job(id).state()).isEqualTo(JobState.FAILED);
    assertThat(failure(id)).isEqualTo("job.nothing_succeeded");
    assertThat(kinds(id)).endsWith(Kind.FAILED);
  }

  @Test
  void theSameCommitTwiceIsAppliedOnce() {
    JobId id = found(Plans.linear(START, EACH, EACH), 3, 1);
    Claim claim = claim("b");
    apply(claim, Outcomes.pass(claim));
    EngineView before = view(id);
    assertThat(engine.commit(claim, Outcomes.pass(claim))).isEqualTo(Verdict.FENCED);
    assertThat(view(id)).isEqualTo(before);
  }

  @Test
  void whatACommitChangedSurvivesACrash() {
    JobId id = found(Plans.linear(START, EACH, EACH), 3, 1);
    Claim claim = claim("b");
    apply(claim, Outcomes.reject(claim, 1));
    EngineView before = view(id);
    crash();
    assertThat(view(id)).isEqualTo(before);
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(2));
  }

  @Test
  void rejectedItemsWithoutTheirLinesAreRefusedAndLinesWithoutItemsToo() {
    JobId id = found(Plans.linear(START, EACH, EACH), 5);
    Claim claim = claim("b");
    Tally three = Tally.of(2, 0, 3);
    Payload out = Payload.NONE;
    refused(id, claim, new Step.Done(three, out, List.of(), null, List.of()));
    refused(id, claim, new Step.Done(three, out, List.of(), Outcomes.rejects(2, 2), List.of()));
    refused(
        id, claim, new Step.Done(Tally.ofOk(5), out, List.of(), Outcomes.rejects(2, 1), List.of()));
    refused(id, claim, new Step.Checkpoint(1, new byte[1], Tally.of(0, 0, 1), List.of(), null));
    apply(claim, Outcomes.reject(claim, 3));
  }

  @Test
  void moreItemsThanCanBeCountedAreRefusedAndChangeNothing() {
    JobId id = submit(Plans.linear(START, EACH));
    Claim start = claim("a");
    long most = Long.MAX_VALUE;
    refused(id, start, Outcomes.done(Tally.of(most, most, most)));
    refused(id, start, Outcomes.done(Tally.ofOk(most), Outcomes.spawns("", most, 1)));
    apply(start, Outcomes.checkpoint("x", Tally.ofOk(most), Outcomes.spawns("", most)));
    var more = Outcomes.checkpoint("y", Tally.ofOk(1), Outcomes.spawns("", 1));
    refused(id, start, next(start, more));
    refused(id, start, Outcomes.find(1));
    apply(start, Outcomes.find());
    passAll("b");
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(most));
  }

  @Test
  void stepsThatDoNotAddUpAreRefusedAndChangeNothing() {
    JobId id = found(Plans.linear(START, EACH, EACH), 5);
    Claim claim = claim("b");
    refused(id, claim, Outcomes.done(Tally.ofOk(4)));
    refused(id, claim, Outcomes.done(Tally.ofOk(6)));
    refused(id, claim, Outcomes.done(new Tally(4, 0, 0, 1, 0)));
    refused(id, claim, Outcomes.done(Tally.ofOk(5), Outcomes.spawns("", 4)));
    refused(id, claim, Outcomes.done(Tally.ofOk(5), Outcomes.spawns("", 3, 3)));
    refused(
        id,
        claim,
        Outcomes.done(Tally.ofOk(5), List.of(Spawn.of(Payload.NONE, Tally.of(4, 1, 0)))));
    refused(id, claim, Outcomes.done(Tally.of(0, 0, 5), Outcomes.spawns("", 1)));
    refused(id, claim, Outcomes.checkpoint("c", Tally.ofOk(6), Outcomes.spawns("", 6)));
    refused(id, claim, Outcomes.checkpoint("c", Tally.ofOk(2), List.of()));
    refused(id, claim, Outcomes.checkpoint("c", Tally.ofOk(2), Outcomes.spawns("", 1)));
    refused(id, claim, Outcomes.checkpoint("c", new Tally(0, 0, 0, 1, 0), List.of()));
    apply(claim, Outcomes.pass(claim));
  }

  @Test
  void spawnsThroughABarrierOrPastTheEndAreRefused() {
    JobId id = submit(Plans.linear(START, ALL));
    Claim start = claim("a");
    refused(id, start, Outcomes.find(3));
    refused(id, start, Outcomes.checkpoint("c", Tally.ofOk(1), Outcomes.spawns("", 1)));
    apply(start, Outcomes.count(3));
    Claim last = claim("b");
    refused(id, last, Outcomes.done(Tally.ofOk(3), Outcomes.spawns("", 3)));
    apply(last, Outcomes.pass(last));
  }

  private void refused(JobId id, Claim claim, Step step) {
    EngineView before = view(id);
    assertThatThrownBy(() -> engine.commit(claim, step))
        .as("%s", step)
        .isInstanceOf(UnconservedStepException.class);
    assertThat(view(id)).as("after %s", step).isEqualTo(before);
  }

  @Test
  void aStepSpawnsAtMostAThousandChunks() {
    JobId id = submit(Plans.linear(START, EACH));
    Claim start = claim("a");
    assertThatThrownBy(() -> Outcomes.findOnes(1_001)).isInstanceOf(IllegalArgumentException.class);
    apply(start, Outcomes.findOnes(Step.MAX_SPAWNS));
    assertThat(stage(id, "b").chunks().ready()).isEqualTo(1_000);
  }

  @Test
  void afterACheckpointAndACrashTheNextAttemptGoesOnFromThere() {
    JobId id = found(Plans.linear(START, EACH, EACH), 10);
    Claim first = claim("b");
    apply(first, Outcomes.checkpoint("at 4", Tally.ofOk(4), Outcomes.spawns("", 3, 1)));
    assertThat(job(id).stages().get(1).items()).isEqualTo(Tally.ofOk(4));
    crash();

    Claim second = claim("b");
    assertThat(second.chunk()).isEqualTo(first.chunk());
    assertThat(second.load()).isEqualTo(Tally.ofOk(6));
    assertThat(text(second.work().cursor())).isEqualTo("at 4");
    assertThat(second.work().in()).isEqualTo(first.work().in());
    assertThat(second.lease().crashes()).isEqualTo(1);
    assertThat(second.lease().attempt()).isEqualTo(1);
    assertThat(engine.commit(first, Outcomes.done(Tally.ofOk(6)))).isEqualTo(Verdict.FENCED);
    apply(second, Outcomes.done(Tally.ofOk(6)));
    assertThat(claim("c", 99)).extracting(c -> c.load().in()).containsExactly(3L, 1L, 6L);
    assertThat(job(id).in()).isEqualTo(10);
  }

  @Test
  void aStartChunkGoesOnFromItsCursorAndNothingIsCountedTwice() {
    JobId id = submit(Plans.linear(START, EACH));
    Claim first = claim("a");
    apply(first, Outcomes.checkpoint("4 MB", Tally.of(3, 0, 1), Outcomes.spawns("", 2, 1)));
    crash();
    Claim second = claim("a");
    assertThat(second.load()).isEqualTo(Tally.ZERO);
    assertThat(text(second.work().cursor())).isEqualTo("4 MB");
    apply(second, Outcomes.checkpoint("8 MB", Tally.ofOk(2), Outcomes.spawns("", 2)));
    apply(second, Outcomes.find(7));
    assertThat(claim("b", 99)).extracting(c -> c.load().in()).containsExactly(2L, 1L, 2L, 7L);
    assertThat(job(id).in()).isEqualTo(13);
    assertThat(job(id).items()).isEqualTo(Tally.of(0, 0, 1));
  }

  @Test
  void aCheckpointThatIsMadeAgainIsAppliedOnce() {
    JobId id = found(Plans.linear(START, EACH, EACH), 10);
    Claim claim = claim("b");
    var first = Outcomes.checkpoint("at 4", Tally.of(3, 0, 1), Outcomes.spawns("", 2, 1));
    apply(claim, first);
    EngineView before = view(id);
    for (int again = 0; again < 3; again++) {
      assertThat(engine.commit(claim, first)).isEqualTo(Verdict.APPLIED);
      assertThat(view(id)).isEqualTo(before);
    }
    var second = Outcomes.checkpoint("at 9", Tally.ofOk(5), Outcomes.spawns("", 5));
    apply(claim, second);
    assertThat(engine.commit(claim, Outcomes.numbered(2, second))).isEqualTo(Verdict.APPLIED);
    apply(claim, Outcomes.done(Tally.ofOk(1)));
    assertThat(engine.commit(claim, Outcomes.numbered(2, second))).isEqualTo(Verdict.FENCED);
    assertThat(claim("c", 99)).extracting(c -> c.load().in()).containsExactly(2L, 1L, 5L, 1L);
    assertThat(job(id).in()).isEqualTo(10);
  }

  @Test
  void aCheckpointOfAStartChunkThatIsMadeAgainFindsNothingTwice() {
    JobId id = submit(Plans.linear(START, EACH));
    Claim claim = claim("a");
    var step = Outcomes.checkpoint("4 MB", Tally.ofOk(3), Outcomes.spawns("", 3));
    apply(claim, step);
    assertThat(engine.commit(claim, step)).isEqualTo(Verdict.APPLIED);
    assertThat(job(id).in()).isEqualTo(3);
    assertThat(claim("b", 99)).hasSize(1);
  }

  @Test
  void aCheckpointOutOfOrderIsRefusedAndChangesNothing() {
    JobId id = found(Plans.linear(START, EACH, EACH), 10);
    Claim claim = claim("b");
    var step = Outcomes.checkpoint("at 2", Tally.ofOk(2), Outcomes.spawns("", 2));
    refused(id, claim, Outcomes.numbered(2, step));
    apply(claim, step);
    apply(claim, step);
    refused(id, claim, Outcomes.numbered(1, step));
    refused(id, claim, Outcomes.numbered(4, step));
    assertThat(engine.commit(claim, Outcomes.numbered(3, step))).isEqualTo(Verdict.APPLIED);
  }

  @Test
  void checkpointsCountOnOverAttemptsAndReplays() {
    JobId id = found(Plans.linear(START, EACH), 10);
    apply(claim("b"), Outcomes.checkpoint("at 2", Tally.ofOk(2), List.of()));
    crashAndLapse();
    Claim second = claim("b");
    assertThat(second.work().checkpoints()).isEqualTo(1);
    apply(second, Outcomes.checkpoint("at 3", Tally.ofOk(1), List.of()));
    apply(second, Outcomes.dead());
    engine.control(id, new Control.Replay(Set.of()));
    Claim third = claim("b");
    assertThat(third.work().checkpoints()).isEqualTo(2);
    refused(id, third, Outcomes.checkpoint("at 1", Tally.ofOk(1), List.of()));
    apply(third, Outcomes.checkpoint("at 4", Tally.ofOk(1), List.of()));
    apply(third, Outcomes.done(Tally.ofOk(6)));
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(10));
  }

  @Test
  void aCheckpointKeepsTheLeaseAsItIs() {
    found(Plans.linear(START, EACH), 10);
    Claim claim = claim("b");
    pass(LEASE.dividedBy(2));
    apply(claim, Outcomes.checkpoint("x", Tally.ofOk(1), List.of()));
    pass(LEASE.dividedBy(2));
    clock.advance(Duration.ofMillis(1));
    assertThat(engine.tick().lapsed()).isEqualTo(1);
  }

  @Test
  void aReleasedChunkIsReadyAgainAndNothingIsCharged() {
    JobId id = found(Plans.linear(START, EACH), 2);
    for (int i = 0; i < 5; i++) {
      Claim claim = claim("b");
      assertThat(claim.lease().attempt()).isEqualTo(1);
      assertThat(claim.lease().crashes()).isZero();
      apply(claim, Outcomes.release());
    }
    assertThat(stage(id, "b").retries()).isZero();
    assertThat(stage(id, "b").chunks()).isEqualTo(new Chunks(1, 0, 0, 0, 0, 0));
    assertThat(kinds(id)).noneMatch(Kind::anomaly);
  }

  @Test
  void rejectsAreReadByChunkAlsoThoseOfCheckpoints() {
    JobId id = found(Plans.linear(START, EACH), 5, 5);
    Claim first = claim("b");
    Claim second = claim("b");
    apply(second, Outcomes.reject(second, 1));
    var half = Outcomes.rejects(2, 2);
    apply(first, new Step.Checkpoint(1, new byte[] {1}, Tally.of(0, 0, 2), List.of(), half));
    apply(first, Outcomes.done(Tally.ofOk(3)));
    crash();
    assertThat(engine.log().rejects(id, 0, 100))
        .containsExactly(
            new ChunkRejects("b", 2, half), new ChunkRejects("b", 3, Outcomes.rejects(3, 1)));
    assertThat(engine.log().rejects(id, 2, 100)).hasSize(1);
    assertThat(engine.log().rejects(id, 3, 100)).isEmpty();
  }

  @Test
  void resultsAreReadInTheOrderOfTheirNamesFirstComingAndTheNewestOfANameWins() {
    JobId id = found(Plans.linear(START, EACH), 1, 1, 1);
    var file =
        new JobResult.Stored("out.gpkg", "application/x", new BlobRef("o", 1, "crc32c:00000000"));
    var newer =
        new JobResult.Stored("out.gpkg", "application/x", new BlobRef("n", 2, "crc32c:00000000"));
    var link = new JobResult.Link("items", "application/geo+json", "/v1/items");
    withResults(List.of(file));
    withResults(List.of(link));
    withResults(List.of(newer));
    crash();
    assertThat(job(id).outcome().results()).containsExactly(newer, link);
  }

  private void withResults(List<JobResult> results) {
    Claim claim = claim("b");
    apply(claim, new Step.Done(claim.load(), Payload.NONE, List.of(), null, results));
  }

  @Test
  void aCommitOfSomethingUnknownIsFenced() {
    JobId id = submit(Plans.linear(START, EACH));
    Claim start = claim("a");
    Claim stranger =
        new Claim(
            new Claim.ChunkKey(id, 99), start.scope(), start.lease(), start.load(), start.work());
    Claim elsewhere =
        new Claim(
            new Claim.ChunkKey(JobId.next(clock), 1),
            start.scope(),
            start.lease(),
            start.load(),
            start.work());
    assertThat(engine.commit(stranger, Outcomes.find(1))).isEqualTo(Verdict.FENCED);
    assertThat(engine.commit(elsewhere, Outcomes.find(1))).isEqualTo(Verdict.FENCED);
  }

  @Test
  void payloadsOfTheGreatestInlineSizeComeBackAsTheyWere() {
    byte[] bytes = new byte[Payload.MAX_INLINE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Payload blob = Payload.stored(new BlobRef("jobs/x", 1L << 40, "sha-256:00"));
    submit(Plans.linear(START, Edge.EACH));
    apply(
        claim("a"),
        Outcomes.done(
            Tally.ofOk(2),
            List.of(
                Spawn.of(Payload.inline(bytes), Tally.ofOk(1)), Spawn.of(blob, Tally.ofOk(1)))));
    crash();
    assertThat(claim("b").work().in()).isEqualTo(Payload.inline(bytes));
    assertThat(claim("b").work().in()).isEqualTo(blob);
  }

  private static String text(Optional<byte[]> cursor) {
    return new String(cursor.orElseThrow(), StandardCharsets.UTF_8);
  }
}
