package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Step;
import dev.penstock.engine.UnconservedStepException;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Groups: parts of a job with barriers of their own. */
abstract class GroupContract extends EngineCase {
  private final Plan plan = Plans.linear(START, EACH, EACH, ALL, EACH);

  GroupContract(EngineSource source) {
    super(source);
  }

  @Test
  void aSlowGroupNeverHoldsAnother() {
    JobId id = submit(plan);
    apply(claim("a"), find(Outcomes.spawns("north", 2, 3), Outcomes.spawns("south", 4)));
    List<Claim> chunks = claim("b", 9);
    assertThat(chunks)
        .extracting(c -> c.scope().group())
        .containsExactly("north", "north", "south");
    apply(chunks.get(2), Outcomes.pass(chunks.get(2)));
    passAll("c");

    Claim south = claim("d");
    assertThat(south.scope().group()).isEqualTo("south");
    assertThat(south.load()).isEqualTo(Tally.ofOk(4));
    apply(south, Outcomes.pass(south));
    assertThat(claim("e").scope().group()).isEqualTo("south");

    apply(chunks.get(0), Outcomes.pass(chunks.get(0)));
    apply(chunks.get(1), Outcomes.pass(chunks.get(1)));
    passAll("c");
    Claim north = claim("d");
    assertThat(north.load()).isEqualTo(Tally.ofOk(5));
    assertThat(job(id).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aGroupWaitsForTheChunkThatMaySpawnMoreOfIt() {
    submit(plan);
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("1", Tally.ofOk(2), Outcomes.spawns("north", 2)));
    passAll("b");
    passAll("c");
    assertThat(claim("d", 9)).isEmpty();
    apply(start, Outcomes.checkpoint("2", Tally.ofOk(1), Outcomes.spawns("north", 1)));
    apply(start, find(Outcomes.spawns("south", 5)));
    assertThat(claim("d", 9)).isEmpty();
    Claim more = claim("b");
    apply(more, Outcomes.pass(more));
    passAll("c");
    assertThat(claim("d", 9))
        .extracting(c -> c.scope().group() + c.load().in())
        .containsExactly("north3");
  }

  @Test
  void aGroupMayBeginAtALaterStageAndInsideAnother() {
    JobId id = submit(plan);
    apply(claim("a"), find(Outcomes.spawns("farm", 6), Outcomes.spawns("", 1)));
    Claim farm = claim("b");
    Claim own = claim("b");
    apply(
        farm,
        Outcomes.done(
            Tally.ofOk(6),
            Stream.concat(
                    Outcomes.spawns("farm/1", 2).stream(), Outcomes.spawns("farm/2", 4).stream())
                .toList()));
    List<Claim> inner = claim("c", 9);
    assertThat(inner).extracting(c -> c.scope().group()).containsExactly("farm/1", "farm/2");
    apply(inner.get(1), Outcomes.pass(inner.get(1)));
    Claim second = claim("d");
    assertThat(second.scope().group()).isEqualTo("farm/2");
    assertThat(second.load()).isEqualTo(Tally.ofOk(4));
    apply(second, Outcomes.pass(second));
    passAll("e");
    apply(own, Outcomes.pass(own));
    passAll("c");
    assertThat(claim("d").scope().group()).isEmpty();
    assertThat(job(id).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aGroupOfWhichNothingPassesEndsAtItsBarrierAndTheOthersGoOn() {
    JobId id = submit(plan);
    apply(claim("a"), find(Outcomes.spawns("north", 2), Outcomes.spawns("south", 4)));
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    passAll("c");
    assertThat(claim("d", 9)).hasSize(1).allSatisfy(c -> apply(c, Outcomes.pass(c)));
    passAll("e");
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).items()).isEqualTo(new Tally(4, 0, 0, 2, 0));
  }

  @Test
  void aJobFailsWhenNoGroupCameThrough() {
    JobId id = submit(plan);
    apply(claim("a"), find(Outcomes.spawns("north", 2), Outcomes.spawns("south", 4)));
    apply(claim("b"), Outcomes.dead());
    assertThat(job(id).state()).isEqualTo(JobState.RUNNING);
    apply(claim("b"), Outcomes.dead());
    assertThat(job(id).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void aStageIsCompleteOnceWhenAllItsGroupsAre() {
    JobId id = submit(plan);
    apply(claim("a"), find(Outcomes.spawns("north", 2), Outcomes.spawns("south", 4)));
    for (String stage : List.of("b", "c", "d", "e")) {
      for (Claim claim : claim(stage, 9)) {
        assertThat(completed(id)).isEqualTo(stage.charAt(0) - 'a');
        apply(claim, Outcomes.pass(claim));
      }
    }
    assertThat(completed(id)).isEqualTo(5);
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
  }

  private long completed(JobId id) {
    return kinds(id).stream().filter(kind -> kind == Kind.STAGE_COMPLETED).count();
  }

  @Test
  void groupsWithoutItemsPassTheirBarriersInAJobWithoutItems() {
    JobId id = submit(plan);
    apply(claim("a"), find(Outcomes.spawns("north", 0), Outcomes.spawns("south", 0)));
    for (Claim claim : claim("b", 9)) {
      apply(claim, Outcomes.done(Tally.ZERO, Outcomes.spawns("", 0)));
    }
    for (Claim claim : claim("c", 9)) {
      apply(claim, Outcomes.pass(claim));
    }
    List<Claim> behind = claim("d", 9);
    assertThat(behind).extracting(c -> c.scope().group()).containsExactly("north", "south");
    behind.forEach(claim -> apply(claim, Outcomes.pass(claim)));
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
  }

  @Test
  void aGroupBeginsAtOnePlaceAndSpawnsFromElsewhereAreRefused() {
    JobId id = submit(plan);
    apply(claim("a"), find(Outcomes.spawns("north", 2), Outcomes.spawns("south", 4)));
    Claim north = claim("b");
    Claim south = claim("b");
    apply(north, Outcomes.done(Tally.ofOk(2), Outcomes.spawns("shared", 2)));
    EngineView before = view(id);
    for (Step bad :
        List.of(
            Outcomes.done(Tally.ofOk(4), Outcomes.spawns("shared", 4)),
            Outcomes.done(Tally.ofOk(4), Outcomes.spawns("north", 4)),
            Outcomes.checkpoint("x", Tally.ofOk(4), Outcomes.spawns("shared", 4)))) {
      assertThatThrownBy(() -> engine.commit(south, bad))
          .isInstanceOf(UnconservedStepException.class);
    }
    assertThat(view(id)).isEqualTo(before);
    apply(south, Outcomes.done(Tally.ofOk(4), Outcomes.spawns("south", 4)));
    passAll("c");
    assertThat(claim("d", 9)).extracting(c -> c.scope().group()).containsExactly("shared", "south");
  }

  @Test
  void groupsKeepTheirStateOverACrash() {
    submit(plan);
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("1", Tally.ofOk(2), Outcomes.spawns("north", 2)));
    passAll("b");
    passAll("c");
    crash();
    assertThat(claim("d", 9)).isEmpty();
    apply(claim("a"), find(Outcomes.spawns("south", 1)));
    assertThat(claim("d", 9)).extracting(c -> c.scope().group()).containsExactly("north");
  }

  private static Step.Done find(List<Spawn> first, List<Spawn> second) {
    return find(Stream.concat(first.stream(), second.stream()).toList());
  }

  private static Step.Done find(List<Spawn> spawns) {
    Tally found = spawns.stream().map(Spawn::load).reduce(Tally.ZERO, Tally::plus);
    return Outcomes.done(found, spawns);
  }
}
