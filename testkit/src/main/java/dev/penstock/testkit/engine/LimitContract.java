package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.Terms;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an engine refuses to take on. */
abstract class LimitContract extends EngineCase {
  private static final long MANY = Long.MAX_VALUE;

  private final Plan plan = Plans.linear(START, EACH);

  LimitContract(EngineSource source) {
    super(source);
  }

  private void limit(Load all, Load tenant) {
    limit(new EngineLimits(all, tenant, 1_000));
  }

  private Submission ofBytes(String tenant, long bytes) {
    Submission order = order(plan);
    return new Submission(
        order.id(),
        tenant,
        plan,
        order.name(),
        order.inputs(),
        Payload.stored(new BlobRef("blob/" + order.id(), bytes, "crc32c:00000000")),
        Optional.empty());
  }

  private void assertBusy(String limit, Submission order) {
    assertThat(engine.submit(order)).isEqualTo(new Admission.Busy(Duration.ofSeconds(1), limit));
    assertThat(engine.log().job(order.id())).isEmpty();
  }

  private void endAll() {
    for (List<Claim> some = claim("a", 99); !some.isEmpty(); some = claim("a", 99)) {
      some.forEach(start -> apply(start, Outcomes.find(1)));
    }
    passAll("b");
  }

  @Test
  void jobsThatHaveNotEndedAreLimited() {
    limit(new Load(2, MANY, MANY), Load.UNLIMITED);
    submit(plan);
    submit(owned("umbrella", order(plan)));
    assertBusy("jobs", order(plan));
    endAll();
    submit(plan);
    submit(plan);
    assertBusy("jobs", order(plan));
  }

  @Test
  void jobsOfATenantAreLimitedAndOthersAreNotTouched() {
    limit(Load.UNLIMITED, new Load(2, MANY, MANY));
    submit(plan);
    submit(plan);
    assertBusy("tenant.jobs", order(plan));
    submit(owned("umbrella", order(plan)));
    submit(owned("umbrella", order(plan)));
    assertBusy("tenant.jobs", owned("umbrella", order(plan)));
    endAll();
    submit(plan);
  }

  @Test
  void chunksThatHaveNotEndedAreLimited() {
    limit(new Load(MANY, 3, MANY), Load.UNLIMITED);
    submit(plan);
    apply(claim("a"), Outcomes.find(1, 1, 1, 1));
    assertBusy("chunks", order(plan));
    Claim first = claim("b");
    apply(first, Outcomes.pass(first));
    assertBusy("chunks", order(plan));
    apply(claim("b"), Outcomes.dead());
    submit(plan);
    assertBusy("chunks", order(plan));
    apply(claim("b"), Outcomes.release());
    assertBusy("chunks", order(plan));
    endAll();
    submit(plan);
  }

  @Test
  void chunksOfATenantAreLimited() {
    limit(Load.UNLIMITED, new Load(MANY, 3, MANY));
    submit(plan);
    apply(claim("a"), Outcomes.find(1, 1, 1, 1));
    assertBusy("tenant.chunks", order(plan));
    submit(owned("umbrella", order(plan)));
  }

  @Test
  void partsOfACutChunkCountAsChunks() {
    limit(new Load(MANY, 3, MANY), Load.UNLIMITED);
    submit(plan);
    apply(claim("a"), Outcomes.find(3));
    apply(claim("b"), Outcomes.cut(0, 1, 1, 1));
    assertBusy("chunks", order(plan));
    passAll("b");
    submit(plan);
  }

  @Test
  void bytesOfPayloadsAreLimited() {
    limit(new Load(MANY, MANY, 1_000), Load.UNLIMITED);
    submit(ofBytes("acme", 600));
    assertBusy("bytes", ofBytes("umbrella", 401));
    submit(ofBytes("umbrella", 400));
    assertBusy("bytes", ofBytes("acme", 1));
    submit(ofBytes("acme", 0));
    endAll();
    submit(ofBytes("acme", 1_000));
  }

  @Test
  void bytesOfATenantAreLimited() {
    limit(Load.UNLIMITED, new Load(MANY, MANY, 1_000));
    submit(ofBytes("acme", 600));
    submit(ofBytes("umbrella", 600));
    assertBusy("tenant.bytes", ofBytes("acme", 401));
  }

  @Test
  void aPayloadThatIsTooLargeByItselfIsLetInWhenItIsAlone() {
    limit(new Load(MANY, MANY, 1_000), Load.UNLIMITED);
    JobId small = submit(ofBytes("acme", 1));
    assertBusy("bytes", ofBytes("acme", 5_000));
    dismiss(small);
    submit(ofBytes("acme", 5_000));
    assertBusy("bytes", ofBytes("acme", 1));
    endAll();
    submit(ofBytes("acme", 1_000));
  }

  @Test
  void theLimitOverAllIsNamedBeforeThatOfTheTenant() {
    limit(new Load(1, MANY, MANY), new Load(1, MANY, MANY));
    submit(plan);
    assertBusy("jobs", order(plan));
  }

  @Test
  void whateverEndsAJobMakesRoom() {
    limit(new Load(1, 1, 1_000), new Load(1, 1, 1_000));
    List<Runnable> endings =
        List.of(
            this::endAll,
            () -> apply(claim("a"), Outcomes.dead()),
            () -> dismiss(claim("a").chunk().job()),
            () -> {
              apply(claim("a"), Outcomes.find(1));
              apply(claim("b"), Outcomes.dead());
            },
            () -> {
              for (int crash = 0; crash < 3; crash++) {
                claim("a");
                lapse();
              }
            });
    for (Runnable ending : endings) {
      JobId id = submit(ofBytes("acme", 900));
      assertThat(engine.submit(order(plan))).isInstanceOf(Admission.Busy.class);
      ending.run();
      assertThat(job(id).state().ended()).isTrue();
      engine.control(id, new Control.Remove());
    }
    submit(ofBytes("acme", 900));
  }

  @Test
  void waitingJobsCountAsJobsAndBringNoChunk() {
    limit(new Load(2, 2, MANY), Load.UNLIMITED);
    submit(plan, Terms.PLAIN.lane("l"));
    JobId waits = submit(plan, Terms.PLAIN.lane("l"));
    assertBusy("jobs", order(plan, Terms.PLAIN.lane("l")));
    dismiss(waits);
    submit(plan);
  }

  @Test
  void aReplayIsLetInAndCounts() {
    limit(new Load(1, MANY, MANY), Load.UNLIMITED);
    JobId id = submit(plan);
    apply(claim("a"), Outcomes.find(1, 1));
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    JobId other = submit(plan);
    assertThat(engine.control(id, new Control.Replay(Set.of()))).isEqualTo(new Changed.Applied(1));
    assertBusy("jobs", order(plan));
    dismiss(other);
    assertBusy("jobs", order(plan));
    passAll("b");
    assertThat(state(id)).isEqualTo(JobState.SUCCESSFUL);
    submit(plan);
  }

  @Test
  void aKnownRequestIsAnsweredWhateverTheLimits() {
    limit(new Load(1, MANY, MANY), Load.UNLIMITED);
    Optional<Idempotency> key = Optional.of(new Idempotency("k", "h"));
    JobId id = submit(order(plan, key));
    assertThat(engine.submit(order(plan, key))).isEqualTo(new Admission.Existing(id));
    assertThat(engine.submit(order(plan, Optional.of(new Idempotency("k", "x")))))
        .isEqualTo(new Admission.Conflict(id));
  }

  @Test
  void whatIsCountedSurvivesACrash() {
    limit(new Load(3, 5, 1_000), new Load(2, MANY, MANY));
    submit(ofBytes("acme", 500));
    apply(claim("a"), Outcomes.find(1, 1, 1));
    submit(ofBytes("umbrella", 400));
    crash();
    assertBusy("bytes", ofBytes("acme", 101));
    submit(ofBytes("acme", 100));
    crash();
    assertBusy("jobs", ofBytes("umbrella", 0));
    endAll();
    crash();
    submit(ofBytes("acme", 500));
    submit(ofBytes("acme", 500));
    assertBusy("bytes", ofBytes("acme", 1));
    assertBusy("tenant.jobs", ofBytes("acme", 0));
  }
}
