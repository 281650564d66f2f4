package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Claim;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Plan;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.StageGauge.Waiting;
import dev.penstock.engine.Step;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Toll;
import dev.penstock.pipeline.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Jobs of several versions of a pipeline, each of which goes to those who understand it. */
abstract class VersionContract extends EngineCase {
  VersionContract(EngineSource source) {
    super(source);
  }

  private static Plan plan(int version) {
    return new Plan("line", version, Plans.linear(START, EACH).stages());
  }

  private List<Claim> claim(String stage, int max, int oldest, int newest) {
    return engine.claim(new Want("line", stage, "w1", max, LEASE, new Versions(oldest, newest)));
  }

  private List<Waiting> waiting(String stage) {
    return engine.log().gauges().stream()
        .filter(gauge -> gauge.stage().equals(stage))
        .map(StageGauge::waiting)
        .findFirst()
        .orElse(List.of());
  }

  @Test
  void chunksGoToThoseWhoUnderstandTheirVersion() {
    JobId first = submit(plan(1));
    JobId second = submit(plan(2));
    JobId third = submit(plan(3));
    assertThat(claim("a", 9, 4, 9)).isEmpty();
    assertThat(claim("a", 9, 2, 2)).extracting(c -> c.chunk().job()).containsExactly(second);
    assertThat(claim("a", 9, 2, 9)).extracting(c -> c.chunk().job()).containsExactly(third);
    assertThat(claim("a", 9, 1, 9)).extracting(c -> c.chunk().job()).containsExactly(first);
  }

  @Test
  void aJobKeepsItsVersionThroughAllItsStages() {
    submit(plan(1));
    apply(claim("a", 1, 1, 1).getFirst(), Outcomes.find(1, 1));
    submit(plan(2));
    apply(claim("a", 1, 2, 2).getFirst(), Outcomes.find(2));
    assertThat(claim("b", 9, 2, 2)).extracting(c -> c.load().in()).containsExactly(2L);
    Claim old = claim("b", 1, 1, 1).getFirst();
    apply(old, Outcomes.retry());
    assertThat(claim("b", 9, 2, 2)).isEmpty();
    assertThat(claim("b", 9, 1, 1)).hasSize(2);
  }

  @Test
  void whatNobodyUnderstandsIsSeenWithItsVersionNumberAndAge() {
    submit(plan(1));
    submit(plan(1));
    clock.advance(Duration.ofSeconds(40));
    JobId newer = submit(plan(2));
    clock.advance(Duration.ofSeconds(2));
    assertThat(waiting("a"))
        .containsExactly(
            new Waiting(1, 2, Duration.ofSeconds(42)), new Waiting(2, 1, Duration.ofSeconds(2)));
    assertThat(claim("a", 9, 2, 2)).hasSize(1);
    assertThat(waiting("a")).containsExactly(new Waiting(1, 2, Duration.ofSeconds(42)));
    crash();
    assertThat(waiting("a")).contains(new Waiting(1, 2, Duration.ofSeconds(42)));
    dismiss(newer);
    engine.log().jobs(JobQuery.newest("acme", 9)).stream()
        .filter(job -> !job.state().ended())
        .forEach(job -> dismiss(job.id()));
    assertThat(waiting("a")).isEmpty();
  }

  @Test
  void theVersionOutlivesTheProcess() {
    submit(plan(1));
    JobId second = submit(plan(2));
    crash();
    assertThat(claim("a", 9, 2, 2)).extracting(c -> c.chunk().job()).containsExactly(second);
  }

  @Test
  void versionsThatOneWorkerTakesShareTheTurnsOfTheirTenants() {
    for (int i = 0; i < 30; i++) {
      submit(owned("acme", order(plan(1))));
      submit(owned("umbrella", order(plan(2))));
      submit(owned("initech", order(plan(1 + i % 2))));
    }
    var tenants = new ArrayList<String>();
    for (int i = 0; i < 30; i++) {
      tenants.add(claim("a", 1, 1, 2).getFirst().work().tenant());
    }
    for (String tenant : List.of("acme", "umbrella", "initech")) {
      assertThat(tenants.stream().filter(tenant::equals).count())
          .as("turns of %s", tenant)
          .isBetween(9L, 11L);
    }
  }

  @Test
  void ofOneTenantTheHighestPriorityGoesFirstWhateverTheVersion() {
    JobId low = submit(plan(1), Terms.PLAIN);
    JobId high = submit(plan(2), Terms.PLAIN.priority(5));
    assertThat(claim("a", 2, 1, 2)).extracting(c -> c.chunk().job()).containsExactly(high, low);
  }

  @Test
  void whatAnOldVersionLeftBehindHoldsNobody() {
    for (int i = 0; i < 50; i++) {
      submit(owned("acme", order(plan(1))));
    }
    for (int i = 0; i < 20; i++) {
      submit(owned("acme", order(plan(2))));
      submit(owned("umbrella", order(plan(2))));
    }
    List<Claim> claims = claim("a", 40, 2, 2);
    assertThat(claims).hasSize(40);
    assertThat(claims.subList(0, 20)).filteredOn(c -> c.work().tenant().equals("acme")).hasSize(10);
    assertThat(claim("a", 99, 1, 1)).hasSize(50);
  }

  @Test
  void aGateHoldsChunksOfAllVersions() {
    Terms toll = Terms.PLAIN.toll(Optional.of(Toll.of("api")));
    submit(plan(1), toll);
    submit(plan(2), toll);
    engine.gates().pause("api", Instant.MAX);
    assertThat(claim("a", 9, 2, 2)).isEmpty();
    assertThat(claim("a", 9, 1, 2)).isEmpty();
    engine.gates().resume("api");
    assertThat(claim("a", 9, 2, 2)).hasSize(1);
    assertThat(claim("a", 9, 1, 1)).hasSize(1);
  }

  @Test
  void aJobOfAnOldVersionGoesOnByItsOwnPlan() {
    JobId id = submit(new Plan("line", 1, Plans.linear(START, EACH, EACH).stages()));
    submit(plan(2));
    Step found = Outcomes.find(2);
    apply(claim("a", 1, 1, 2).getFirst(), found);
    for (String stage : List.of("b", "c")) {
      claim(stage, 9, 1, 2).forEach(each -> apply(each, Outcomes.pass(each)));
    }
    assertThat(state(id)).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(2));
  }
}
