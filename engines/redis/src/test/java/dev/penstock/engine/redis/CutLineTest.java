package dev.penstock.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.engine.Outcomes;
import dev.penstock.testkit.engine.Ticking;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection breaks in the middle of a call; the call is made again. */
class CutLineTest extends RedisCase {
  private CutLine line;
  private RedisCommands<String, String> commands;
  private RedisEngine engine;

  @BeforeEach
  void openOverALine() throws IOException {
    RedisServer server = server("--appendfsync", "no");
    line = closing(new CutLine(server.port()));
    commands = commands(server);
    engine = open(line.uri(), RedisSettings.DEFAULT.time(RedisSettings.Time.CALLER));
    // From now on the plan is there, and a submit is one call.
    JobId first = submit(engine);
    engine.control(first, new Control.Dismiss());
    engine.control(first, new Control.Remove());
  }

  /** The call fails, and does not wait for the timeout. */
  private void assertLost(CutLine.Lost what, ThrowingCallable call) {
    line.cut(what);
    assertThatThrownBy(call)
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("whether the change was made is not known");
    assertThat(line.isCut()).isTrue();
  }

  /** Calls, loses the answer, calls again: what the second one says. */
  private <T> T lostThenAgain(Supplier<T> call) {
    assertLost(CutLine.Lost.ANSWER, call::get);
    return again(call);
  }

  private boolean answers() {
    try {
      engine.log().gauges();
      return true;
    } catch (EngineUnavailableException e) {
      return false;
    }
  }

  private List<Job> jobs() {
    return engine.log().jobs(JobQuery.newest("acme", 100));
  }

  @Test
  void aSubmitIsMadeOnceUnderItsOwnId() {
    Submission order = order();
    assertThat(lostThenAgain(() -> engine.submit(order)))
        .isEqualTo(new Admission.Accepted(order.id()));
    assertThat(jobs()).hasSize(1);
    assertThat(commands.hget("{p:0}:use", "j")).isEqualTo("1");
    assertThat(claim(engine, "a", 9)).hasSize(1);
    // It is the same only when it is the same in everything.
    Submission other =
        new Submission(
            order.id(),
            "acme",
            PLAN,
            "other.geojson",
            order.inputs(),
            order.payload(),
            order.sameAs());
    assertThatThrownBy(() -> engine.submit(other)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSubmitThatNeverArrivedIsMadeByTheSecondCall() {
    Submission order = order();
    assertLost(CutLine.Lost.CALL, () -> engine.submit(order));
    assertThat(again(() -> engine.submit(order))).isEqualTo(new Admission.Accepted(order.id()));
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void anIdempotencyKeyFindsTheJobOfALostAnswer() {
    Submission order = order("key");
    assertLost(CutLine.Lost.ANSWER, () -> engine.submit(order));
    assertThat(again(() -> engine.submit(order("key"))))
        .isEqualTo(new Admission.Existing(order.id()));
    assertThat(again(() -> engine.submit(order))).isEqualTo(new Admission.Accepted(order.id()));
    // Its answer has come by now.
    assertThat(engine.submit(order)).isEqualTo(new Admission.Existing(order.id()));
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void aCommitHasItsEffectOnce() {
    JobId id = found(engine, 2);
    List<Claim> held = claim(engine, "b", 2);
    Claim first = held.getFirst();
    assertThat(lostThenAgain(() -> engine.commit(first, Outcomes.pass(first))))
        .isEqualTo(Verdict.FENCED);
    Claim second = held.getLast();
    assertLost(CutLine.Lost.CALL, () -> engine.commit(second, Outcomes.pass(second)));
    assertThat(again(() -> engine.commit(second, Outcomes.pass(second))))
        .isEqualTo(Verdict.APPLIED);
    drain(engine);
    assertThat(job(engine, id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(engine, id).items()).isEqualTo(Tally.ofOk(2));
  }

  @Test
  void aRetryCountsOneFailure() {
    found(engine, 1);
    Claim claim = claim(engine, "b", 1).getFirst();
    // It looks at the chunk first, in a call of its own, which may be lost as well.
    assertLost(CutLine.Lost.ANSWER, () -> engine.commit(claim, Outcomes.retry()));
    until("the line is there again", this::answers);
    line.cut(CutLine.Lost.ANSWER, 1);
    assertThatThrownBy(() -> engine.commit(claim, Outcomes.retry()))
        .isInstanceOf(EngineUnavailableException.class);
    assertThat(again(() -> engine.commit(claim, Outcomes.retry()))).isEqualTo(Verdict.FENCED);
    assertThat(claim(engine, "b", 9))
        .hasSize(1)
        .first()
        .extracting(c -> c.lease().attempt())
        .isEqualTo(2);
  }

  @Test
  void chunksOfALostClaimComeBackWhenTheirLeaseEnds() {
    found(engine, 3);
    assertLost(CutLine.Lost.ANSWER, () -> claim(engine, "b", 9));
    assertThat(again(() -> claim(engine, "b", 9))).isEmpty();
    assertThat(Ticking.pass(engine, clock, LEASE.plusSeconds(1)).lapsed()).isEqualTo(3);
    assertThat(claim(engine, "b", 9)).hasSize(3);
  }

  @Test
  void controlAndTickAreMadeOnce() {
    JobId id = found(engine, 2);
    claim(engine, "b", 1);
    Ticking.pass(engine, clock, LEASE);
    clock.advance(Duration.ofSeconds(1));
    assertThat(lostThenAgain(() -> engine.tick()).lapsed()).isZero();
    List<Claim> again = claim(engine, "b", 2);
    assertThat(again).hasSize(2);
    again.forEach(claim -> apply(engine, claim, Outcomes.dead()));
    assertThat(job(engine, id).state()).isEqualTo(JobState.FAILED);
    assertThat(lostThenAgain(() -> engine.control(id, new Control.Replay(Set.of()))))
        .isInstanceOf(Changed.NotNow.class);
    assertThat(claim(engine, "b", 9)).hasSize(2);
    assertThat(lostThenAgain(() -> engine.control(id, new Control.Dismiss())))
        .isInstanceOf(Changed.Applied.class);
    assertThat(lostThenAgain(() -> engine.control(id, new Control.Remove())))
        .isInstanceOf(Changed.NoSuchJob.class);
    assertThat(jobs()).isEmpty();
  }

  /** Nothing is left behind that would grow with the number of broken connections. */
  @Test
  void aLineThatIsCutAgainAndAgainDoesNoHarm() {
    var ids = new ArrayList<JobId>();
    for (int i = 0; i < 10; i++) {
      Submission order = order();
      line.cut(i % 2 == 0 ? CutLine.Lost.ANSWER : CutLine.Lost.CALL);
      again(() -> engine.submit(order));
      ids.add(order.id());
    }
    assertThat(jobs()).hasSize(ids.size());
    until("old connections are gone", () -> commands.clientList().lines().count() <= 4);
    drain(engine);
    assertThat(ids)
        .allSatisfy(id -> assertThat(job(engine, id).state()).isEqualTo(JobState.SUCCESSFUL));
  }
}
