package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Step;
import dev.penstock.engine.Ticked;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.job.Tally;
import dev.penstock.testkit.TestForm;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Failures that may pass, and those that do not. */
abstract class RetryContract extends EngineCase {
  private final Plan plan = Plans.linear(START, EACH);
  private final Plan slow = Plans.linear("line", Plans.SLOW, START, EACH);

  RetryContract(EngineSource source) {
    super(source);
  }

  @Test
  void aFailedChunkIsTriedAgainWithOneMoreAttempt() {
    JobId id = found(plan, 5);
    apply(claim("b"), Outcomes.retry());
    Claim second = claim("b");
    assertThat(second.lease().attempt()).isEqualTo(2);
    assertThat(second.lease().crashes()).isZero();
    assertThat(second.load()).isEqualTo(Tally.ofOk(5));
    assertThat(second.work().in()).isEqualTo(Outcomes.text("chunk-0"));
    assertThat(stage(id, "b").retries()).isEqualTo(1);
    JobEvent event = events(id).getLast();
    assertThat(event.kind()).isEqualTo(Kind.RETRY);
    assertThat(event.problem()).contains(Outcomes.TROUBLE);
    assertThat(event.place()).hasValueSatisfying(at -> assertThat(at.attempt()).isEqualTo(1));
  }

  @Test
  void beyondItsAttemptsAChunkIsADeadLetterWithAllThatIsKnown() {
    JobId id = found(plan, 5, 1);
    for (int attempt = 1; attempt <= 3; attempt++) {
      Claim claim = claim("b");
      assertThat(claim.lease().attempt()).isEqualTo(attempt);
      apply(claim, Outcomes.retry());
    }
    DeadLetter letter = letters(id, 0, 9).getFirst();
    assertThat(letter)
        .isEqualTo(
            new DeadLetter(
                id,
                "b",
                2,
                Tally.ofOk(5),
                Outcomes.text("chunk-0"),
                Outcomes.TROUBLE,
                new DeadLetter.Tries(3, 0),
                clock.instant()));
    assertThat(job(id).items()).isEqualTo(new Tally(0, 0, 0, 5, 0));
    assertThat(stage(id, "b").items()).isEqualTo(new Tally(0, 0, 0, 5, 0));
    assertThat(stage(id, "b").retries()).isEqualTo(2);
    assertThat(stage(id, "b").chunks()).isEqualTo(new Chunks(1, 0, 0, 0, 1, 0));
    assertThat(kinds(id)).endsWith(Kind.RETRY, Kind.RETRY, Kind.DEAD);
    crash();
    assertThat(letters(id, 0, 9)).containsExactly(letter);
  }

  @Test
  void aChunkThatGivesUpIsADeadLetterAtOnceAndTheAttemptCounts() {
    JobId id = found(plan, 5, 1);
    apply(claim("b"), Outcomes.retry());
    apply(claim("b"), Outcomes.dead());
    assertThat(letters(id, 0, 9))
        .extracting(DeadLetter::tries)
        .containsExactly(new DeadLetter.Tries(2, 0));
    passAll("b");
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).partial()).isTrue();
  }

  @Test
  void aCheckpointIsProgressAndFailuresBeforeItAreForgotten() {
    JobId id = found(plan, 9, 1);
    for (int failure = 0; failure < 5; failure++) {
      Claim claim = claim("b");
      assertThat(claim.lease().attempt()).isEqualTo(failure == 0 ? 1 : 2);
      apply(claim, Outcomes.checkpoint("at " + failure, Tally.ofOk(1), List.of()));
      apply(claim, Outcomes.retry());
    }
    apply(claim("b"), Outcomes.retry());
    apply(claim("b"), Outcomes.retry());
    assertThat(letters(id, 0, 9))
        .extracting(DeadLetter::tries)
        .containsExactly(new DeadLetter.Tries(3, 0));
  }

  @Test
  void aDeadLetterKeepsOnlyWhatItsCheckpointsLeft() {
    JobId id = found(plan, 5, 1);
    Claim claim = claim("b");
    apply(claim, Outcomes.checkpoint("x", Tally.of(1, 0, 1), List.of()));
    apply(claim, Outcomes.dead());
    assertThat(letters(id, 0, 9)).extracting(DeadLetter::load).containsExactly(Tally.ofOk(3));
    assertThat(job(id).items()).isEqualTo(new Tally(1, 0, 1, 3, 0));
  }

  @Test
  void waitsAreDrawnBetweenZeroAndTheBoundOfTheFailure() {
    int chunks = TestForm.choose(200, 1_000);
    found(slow, ones(chunks));
    claim("b", chunks).forEach(claim -> apply(claim, Outcomes.retry()));
    int early = claim("b", chunks).size();
    clock.advance(Duration.ofSeconds(4));
    engine.tick();
    int half = early + claim("b", chunks).size();
    assertThat(half).isBetween(chunks * 3 / 10, chunks * 7 / 10);
    clock.advance(Duration.ofSeconds(4));
    engine.tick();
    assertThat(half + claim("b", chunks).size()).isEqualTo(chunks);
  }

  @Test
  void aLaterFailureWaitsLongerAndNeverBeyondTheCap() {
    int chunks = TestForm.choose(200, 1_000);
    found(slow, ones(chunks));
    for (int failure = 1; failure <= 2; failure++) {
      claim("b", chunks).forEach(claim -> apply(claim, Outcomes.retry()));
      clock.advance(Duration.ofSeconds(8));
      engine.tick();
    }
    int half = claim("b", chunks).size();
    assertThat(half).isBetween(chunks * 3 / 10, chunks * 7 / 10);
    clock.advance(Duration.ofSeconds(8));
    engine.tick();
    assertThat(half + claim("b", chunks).size()).isEqualTo(chunks);
  }

  private static long[] ones(int chunks) {
    long[] loads = new long[chunks];
    Arrays.fill(loads, 1);
    return loads;
  }

  @Test
  void aChunkWaitsAtLeastAsLongAsItWasTold() {
    JobId id = found(slow, 1);
    apply(claim("b"), new Step.Retry(Outcomes.TROUBLE, Duration.ofMinutes(3)));
    assertThat(stage(id, "b").chunks()).isEqualTo(new Chunks(0, 1, 0, 0, 0, 0));
    clock.advance(Duration.ofMinutes(3).minusMillis(1));
    assertThat(engine.tick()).isEqualTo(new Ticked(0, 0));
    assertThat(claim("b", 1)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    crash();
    assertThat(engine.tick()).isEqualTo(new Ticked(0, 1));
    assertThat(engine.tick()).isEqualTo(new Ticked(0, 0));
    assertThat(claim("b").lease().attempt()).isEqualTo(2);
  }

  @Test
  void aDelayedChunkRingsWhenItIsDue() {
    found(slow, 1);
    apply(claim("b"), new Step.Retry(Outcomes.TROUBLE, Duration.ofMinutes(3)));
    var rung = new AtomicInteger();
    bells.onReady("line", "b", rung::incrementAndGet);
    clock.advance(Duration.ofMinutes(2));
    engine.tick();
    assertThat(rung).hasValue(0);
    clock.advance(Duration.ofMinutes(2));
    engine.tick();
    assertThat(rung).hasValue(1);
  }

  @Test
  void aDeadStartChunkFailsTheJobAndAllOpenItemsAreDead() {
    JobId id = submit(Plans.linear(START, EACH, EACH));
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("x", Tally.of(9, 0, 1), Outcomes.spawns("", 2, 3, 4)));
    Claim first = claim("b");
    apply(first, Outcomes.pass(first));
    Claim last = claim("c");
    apply(last, Outcomes.pass(last));
    apply(claim("b"), Outcomes.retry());
    apply(start, Outcomes.dead());
    assertThat(job(id).state()).isEqualTo(JobState.FAILED);
    assertThat(job(id).outcome().failure()).isEqualTo(Outcomes.TROUBLE);
    assertThat(job(id).items()).isEqualTo(new Tally(2, 0, 1, 7, 0));
    assertThat(stage(id, "b").chunks()).isEqualTo(new Chunks(0, 0, 0, 1, 0, 2));
    assertThat(kinds(id)).endsWith(Kind.DEAD, Kind.FAILED);
    assertThat(claim("b", 9)).isEmpty();
    assertThat(letters(id, 0, 9)).extracting(DeadLetter::chunk).containsExactly(1L);
  }
}
