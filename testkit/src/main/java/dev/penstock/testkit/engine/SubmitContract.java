package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress;
import dev.penstock.job.Tally;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How jobs come in. */
abstract class SubmitContract extends EngineCase {
  private static final Optional<Idempotency> KEY = Optional.of(new Idempotency("k1", "hash-1"));
  private static final Optional<Idempotency> OTHER = Optional.of(new Idempotency("k1", "hash-2"));

  private final Plan plan = Plans.linear(START, EACH);

  SubmitContract(EngineSource source) {
    super(source);
  }

  @Test
  void anAcceptedJobCanBeReadAtOnce() {
    Submission order = order(plan);
    assertThat(engine.submit(order)).isEqualTo(new Admission.Accepted(order.id()));

    Job job = job(order.id());
    assertThat(job.order()).isEqualTo(order.order());
    assertThat(job.state()).isEqualTo(JobState.ACCEPTED);
    assertThat(job.times()).isEqualTo(new Job.Times(clock.instant(), null, clock.instant(), null));
    assertThat(job.items()).isEqualTo(Tally.ZERO);
    assertThat(job.stages())
        .containsExactly(
            new StageProgress("a", new StageProgress.Chunks(1, 0, 0, 0, 0, 0), Tally.ZERO, 0),
            new StageProgress("b", new StageProgress.Chunks(0, 0, 0, 0, 0, 0), Tally.ZERO, 0));
    assertThat(kinds(order.id())).containsExactly(Kind.ACCEPTED);
  }

  @Test
  void anAcceptedJobSurvivesACrash() {
    JobId id = submit(plan);
    EngineView before = view(id);
    crash();
    assertThat(view(id)).isEqualTo(before);
    assertThat(claim("a").chunk().job()).isEqualTo(id);
  }

  @Test
  void theSameRequestUnderTheSameKeyIsTheSameJob() {
    Submission first = order(plan, KEY);
    engine.submit(first);
    assertThat(engine.submit(order(plan, KEY))).isEqualTo(new Admission.Existing(first.id()));
    assertThat(engine.submit(first)).isEqualTo(new Admission.Existing(first.id()));
    crash();
    assertThat(engine.submit(order(plan, KEY))).isEqualTo(new Admission.Existing(first.id()));
    assertThat(claim("a", 10)).hasSize(1);
  }

  @Test
  void anotherRequestUnderTheSameKeyIsAConflictAndStoresNothing() {
    Submission first = order(plan, KEY);
    Submission other = order(plan, OTHER);
    engine.submit(first);
    assertThat(engine.submit(other)).isEqualTo(new Admission.Conflict(first.id()));
    crash();
    assertThat(engine.submit(other)).isEqualTo(new Admission.Conflict(first.id()));
    assertThat(engine.log().job(other.id())).isEmpty();
    assertThat(claim("a", 10)).hasSize(1);
  }

  @Test
  void aKeyBelongsToItsTenant() {
    engine.submit(order(plan, KEY));
    Submission mine = order(plan, OTHER);
    Submission theirs =
        new Submission(
            mine.id(), "umbrella", plan, mine.name(), mine.inputs(), mine.payload(), OTHER);
    assertThat(engine.submit(theirs)).isEqualTo(new Admission.Accepted(theirs.id()));
  }

  @Test
  void aKeyIsKnownHoweverItsJobEndedAndUntilItIsRemoved() {
    Submission first = order(plan, KEY);
    engine.submit(first);
    engine.control(first.id(), new Control.Dismiss());
    assertThat(engine.submit(order(plan, KEY))).isEqualTo(new Admission.Existing(first.id()));
    engine.control(first.id(), new Control.Remove());
    Submission again = order(plan, OTHER);
    assertThat(engine.submit(again)).isEqualTo(new Admission.Accepted(again.id()));
  }

  @Test
  void twoJobsOfOneIdAreAMistakeOfTheSubmitter() {
    Submission order = order(plan);
    engine.submit(order);
    EngineView before = view(order.id());
    assertThatThrownBy(() -> engine.submit(order)).isInstanceOf(IllegalArgumentException.class);
    assertThat(view(order.id())).isEqualTo(before);
  }

  @Test
  void anEngineWithEnoughOpenJobsIsBusyUntilOneEnds() {
    try (Engine small = openAnother(new EngineLimits(2, 1_000))) {
      Submission first = order(plan, KEY);
      small.submit(first);
      small.submit(order(plan));
      assertThat(small.submit(order(plan)))
          .isEqualTo(new Admission.Busy(Duration.ofSeconds(1), "jobs"));
      assertThat(small.submit(order(plan, KEY))).isEqualTo(new Admission.Existing(first.id()));
      small.control(first.id(), new Control.Dismiss());
      assertThat(small.submit(order(plan))).isInstanceOf(Admission.Accepted.class);
    }
  }

  @Test
  void aNewJobRingsForItsFirstStageAndForItself() {
    var ready = new AtomicInteger();
    var changed = new AtomicInteger();
    bells.onReady("line", "a", ready::incrementAndGet);
    bells.onReady("line", "b", () -> ready.addAndGet(100));
    Submission order = order(plan, KEY);
    bells.onChange(
        job -> {
          assertThat(engine.log().job(job)).isPresent();
          changed.incrementAndGet();
        });
    engine.submit(order);
    engine.submit(order);
    assertThat(ready).hasValue(1);
    assertThat(changed).hasValue(1);
  }
}
