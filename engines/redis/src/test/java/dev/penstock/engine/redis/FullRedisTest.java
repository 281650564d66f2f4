package dev.penstock.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.EngineFullException;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Submission;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.engine.Outcomes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Redis that has no room: what is in it can be worked off, and nothing comes in until it is. */
class FullRedisTest extends RedisCase {
  private static final Payload LARGE = Payload.inline(new byte[60_000]);

  @Test
  void aFullRedisTakesNothingInAndLetsWorkEnd() {
    RedisServer server =
        server("--appendfsync", "no", "--maxmemory", "16mb", "--maxmemory-policy", "noeviction");
    RedisEngine engine = open(server);
    JobId first = found(engine, 3);
    List<JobId> waiting = fill(engine);

    Claim passed = claim(engine, "b", 1).getFirst();
    assertThat(engine.beat(List.of(new Pulse(passed, 0, LEASE)))).containsExactly(Beat.CONTINUE);
    apply(engine, passed, Outcomes.pass(passed));
    Claim released = claim(engine, "b", 1).getFirst();
    apply(engine, released, Outcomes.release());
    Claim retried = claim(engine, "b", 1).getFirst();
    apply(engine, retried, Outcomes.retry());
    claim(engine, "b", 9).forEach(claim -> apply(engine, claim, Outcomes.dead()));
    Claim gathered = claim(engine, "c", 1).getFirst();
    apply(engine, gathered, Outcomes.pass(gathered));
    assertThat(job(engine, first).state()).isEqualTo(JobState.SUCCESSFUL);
    engine.tick();

    Claim finding = claim(engine, "a", 1).getFirst();
    assertThatThrownBy(() -> engine.commit(finding, Outcomes.findOnes(50)))
        .isInstanceOf(EngineFullException.class);
    for (JobId id : waiting.subList(0, waiting.size() / 2)) {
      assertThat(engine.control(id, new Control.Dismiss())).isInstanceOf(Changed.Applied.class);
      assertThat(engine.control(id, new Control.Remove())).isInstanceOf(Changed.Applied.class);
    }
    assertThat(engine.submit(large())).isNotNull();
    drain(engine);
    assertThat(waiting.subList(waiting.size() / 2, waiting.size()))
        .allSatisfy(id -> assertThat(job(engine, id).state()).isEqualTo(JobState.SUCCESSFUL));
  }

  /** Submits until there is no room for any more. */
  private static List<JobId> fill(RedisEngine engine) {
    var ids = new ArrayList<JobId>();
    assertThatThrownBy(
            () -> {
              while (true) {
                Submission order = large();
                engine.submit(order);
                ids.add(order.id());
              }
            })
        .isInstanceOf(EngineFullException.class);
    assertThat(ids).hasSizeGreaterThan(20);
    return ids;
  }

  private static Submission large() {
    Submission plain = order();
    return new Submission(
        plain.id(),
        plain.tenant(),
        plain.plan(),
        plain.name(),
        plain.inputs(),
        LARGE,
        plain.sameAs());
  }
}
