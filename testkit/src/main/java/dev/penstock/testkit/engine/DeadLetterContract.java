package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.DeadLetters.Group;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Step;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.testkit.TestForm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Chunks that gave up: how they are found, grouped, paged and edited. */
abstract class DeadLetterContract extends EngineCase {
  private static final Problem RING = new Problem("geojson.ring_not_closed", "It is open.");
  private static final Problem LIMIT = new Problem("http.rate_limited", "Too many.");

  private final Plan plan = Plans.linear(START, EACH, EACH);
  private final Plan side = Plans.linear("side", Plans.AT_ONCE, START, EACH);

  DeadLetterContract(EngineSource source) {
    super(source);
  }

  private static DeadLetterQuery all() {
    return DeadLetterQuery.of("acme", 100);
  }

  private List<DeadLetter> list(DeadLetterQuery query) {
    List<DeadLetter> letters = engine.log().deadLetters().list(query);
    assertThat(engine.log().deadLetters().keys(query)).isEqualTo(keys(letters));
    return letters;
  }

  private List<Group> groups(DeadLetterQuery query) {
    return engine.log().deadLetters().groups(query);
  }

  /**
   * A job of pipeline {@code line} with, in the order of their chunks: RING at b with 1 item, LIMIT
   * at b with 2, one of 3 that went on and died of RING at c, one of 4 that is open at c.
   */
  private JobId lineJob() {
    JobId id = found(plan, 1, 2, 3, 4);
    clock.advance(Duration.ofSeconds(1));
    apply(claim("b"), new Step.Dead(RING));
    clock.advance(Duration.ofSeconds(1));
    apply(claim("b"), new Step.Dead(LIMIT));
    passAll("b");
    clock.advance(Duration.ofSeconds(1));
    apply(claim("c"), new Step.Dead(RING));
    claim("c");
    return id;
  }

  /** A job of pipeline {@code side} with one dead letter at b: RING, 7 items. */
  private JobId sideJob(String tenant) {
    JobId id = submit(owned(tenant, order(side)));
    apply(claim("side", "a", 1).getFirst(), Outcomes.find(7, 1));
    apply(claim("side", "b", 1).getFirst(), new Step.Dead(RING));
    claim("side", "b", 1).forEach(claim -> apply(claim, Outcomes.pass(claim)));
    return id;
  }

  private static List<ChunkKey> keys(List<DeadLetter> letters) {
    return letters.stream().map(each -> new ChunkKey(each.job(), each.chunk())).toList();
  }

  @Test
  void theyAreListedByJobAndChunkTheOldestFirst() {
    JobId first = lineJob();
    JobId second = sideJob("acme");
    JobId third = lineJob();
    assertThat(keys(list(all())))
        .containsExactly(
            new ChunkKey(first, 2),
            new ChunkKey(first, 3),
            new ChunkKey(first, 6),
            new ChunkKey(second, 2),
            new ChunkKey(third, 2),
            new ChunkKey(third, 3),
            new ChunkKey(third, 6));
  }

  @Test
  void eachFilterNarrowsTheList() {
    JobId line = lineJob();
    JobId other = sideJob("acme");
    assertThat(list(all().pipeline("side"))).extracting(DeadLetter::job).containsExactly(other);
    assertThat(list(all().job(line))).hasSize(3);
    assertThat(list(all().stage("b"))).hasSize(3);
    assertThat(list(all().stage("c"))).hasSize(1);
    assertThat(list(all().code(RING.code()))).hasSize(3);
    assertThat(list(all().code(LIMIT.code()))).extracting(DeadLetter::chunk).containsExactly(3L);
    assertThat(list(all().pipeline("line").stage("b").code(RING.code())))
        .extracting(DeadLetter::chunk)
        .containsExactly(2L);
    assertThat(list(all().job(line).pipeline("side"))).isEmpty();
    assertThat(list(all().code("no.such_code"))).isEmpty();
    assertThat(list(all().job(JobId.next(clock)))).isEmpty();
  }

  @Test
  void aTenantSeesItsOwnOnly() {
    JobId mine = sideJob("acme");
    JobId theirs = sideJob("umbrella");
    assertThat(list(all())).extracting(DeadLetter::job).containsExactly(mine);
    assertThat(list(all().job(theirs))).isEmpty();
    assertThat(groups(all())).extracting(Group::chunks).containsExactly(1L);
    assertThat(list(DeadLetterQuery.of("umbrella", 9)))
        .extracting(DeadLetter::job)
        .containsExactly(theirs);
    assertThat(list(DeadLetterQuery.of("nobody", 9))).isEmpty();
    assertThat(groups(DeadLetterQuery.of("nobody", 9))).isEmpty();
  }

  @Test
  void theyArePagedOverManyJobs() {
    var expected = new ArrayList<ChunkKey>();
    for (int i = 0; i < TestForm.choose(9, 200); i++) {
      expected.addAll(keys(list(all().job(i % 3 == 0 ? sideJob("acme") : lineJob()))));
    }
    for (int page : new int[] {1, 2, 5, 1_000}) {
      var seen = new ArrayList<ChunkKey>();
      List<DeadLetter> some = list(DeadLetterQuery.of("acme", page));
      while (!some.isEmpty()) {
        assertThat(some).hasSizeLessThanOrEqualTo(page);
        seen.addAll(keys(some));
        some = list(DeadLetterQuery.of("acme", page).after(seen.getLast()));
      }
      assertThat(seen).as("pages of %d", page).isEqualTo(expected);
    }
  }

  @Test
  void aPageMayBeginBehindAChunkThatIsNoDeadLetterAnyMore() {
    JobId first = lineJob();
    JobId second = lineJob();
    engine.control(first, new Control.Replay(Set.of(3L)));
    assertThat(keys(list(all().after(new ChunkKey(first, 3)))))
        .containsExactly(
            new ChunkKey(first, 6),
            new ChunkKey(second, 2),
            new ChunkKey(second, 3),
            new ChunkKey(second, 6));
    dismiss(second);
    engine.control(second, new Control.Remove());
    assertThat(list(all().after(new ChunkKey(second, 2)))).isEmpty();
  }

  @Test
  void groupsSayHowManyDiedOfWhatAndSinceWhen() {
    Instant begin = clock.instant();
    lineJob();
    lineJob();
    sideJob("acme");
    assertThat(groups(all()))
        .containsExactly(
            new Group("line", "b", RING.code(), 2, 2, 2, at(begin, 1), at(begin, 4)),
            new Group("line", "b", LIMIT.code(), 2, 4, 2, at(begin, 2), at(begin, 5)),
            new Group("line", "c", RING.code(), 2, 6, 2, at(begin, 3), at(begin, 6)),
            new Group("side", "b", RING.code(), 1, 7, 1, at(begin, 6), at(begin, 6)));
  }

  private static Instant at(Instant begin, int seconds) {
    return begin.plusSeconds(seconds);
  }

  @Test
  void theLargestGroupComesFirst() {
    found(Plans.linear(START, EACH), 1, 1, 1, 1);
    apply(claim("b"), new Step.Dead(RING));
    apply(claim("b"), new Step.Dead(LIMIT));
    apply(claim("b"), new Step.Dead(LIMIT));
    assertThat(groups(all()))
        .extracting(Group::code, Group::chunks, Group::jobs)
        .containsExactly(tuple(LIMIT.code(), 2L, 1L), tuple(RING.code(), 1L, 1L));
  }

  @Test
  void groupsAreOfAllThatTheQueryMeansWhateverItsPage() {
    JobId first = lineJob();
    lineJob();
    var query = DeadLetterQuery.of("acme", 1).after(new ChunkKey(first, 6)).stage("b");
    assertThat(groups(query)).extracting(Group::chunks).containsExactly(2L, 2L);
    assertThat(groups(all().job(first).code(RING.code())))
        .extracting(Group::stage)
        .containsExactly("b", "c");
  }

  @Test
  void aReplayedLetterIsNoneAnyMoreUntilItDiesAgain() {
    JobId id = lineJob();
    engine.control(id, new Control.Replay(Set.of(2L)));
    assertThat(list(all())).extracting(DeadLetter::chunk).containsExactly(3L, 6L);
    assertThat(groups(all())).extracting(Group::code).containsExactly(LIMIT.code(), RING.code());
    clock.advance(Duration.ofSeconds(10));
    apply(claim("b"), new Step.Dead(LIMIT));
    assertThat(groups(all().stage("b")))
        .extracting(Group::code, Group::chunks, Group::newest)
        .containsExactly(tuple(LIMIT.code(), 2L, clock.instant()));
  }

  @Test
  void whatADismissalCancelsIsNoDeadLetter() {
    JobId id = lineJob();
    dismiss(id);
    assertThat(list(all())).hasSize(3);
    engine.control(id, new Control.Remove());
    assertThat(list(all())).isEmpty();
    assertThat(groups(all())).isEmpty();
  }

  @Test
  void lettersSurviveACrash() {
    lineJob();
    sideJob("acme");
    List<DeadLetter> letters = list(all());
    List<Group> groups = groups(all());
    crash();
    assertThat(list(all())).isEqualTo(letters);
    assertThat(groups(all())).isEqualTo(groups);
  }

  @Test
  void anEditedPayloadIsWhatTheNextAttemptIsGiven() {
    JobId id = lineJob();
    endOpenChunk(id);
    Payload repaired = Outcomes.text("repaired by hand");
    assertThat(engine.control(id, new Control.Replay(Set.of(2L, 3L), Map.of(2L, repaired))))
        .isEqualTo(new Changed.Applied(2));
    crash();
    List<Claim> again = claim("b", 9);
    assertThat(again)
        .extracting(c -> c.work().in())
        .containsExactly(repaired, Outcomes.text("chunk-1"));
    assertThat(again).extracting(Claim::load).containsExactly(Tally.ofOk(1), Tally.ofOk(2));
    apply(again.get(0), new Step.Dead(RING));
    assertThat(list(all().stage("b"))).extracting(DeadLetter::payload).containsExactly(repaired);
  }

  /** Lets the open chunk at c pass, so that only dead letters are left. */
  private void endOpenChunk(JobId id) {
    lapse();
    passAll("c");
    assertThat(job(id).state().ended()).isTrue();
  }

  @Test
  void anEditOfAChunkThatIsNoDeadLetterChangesNothing() {
    JobId id = lineJob();
    Payload other = Outcomes.text("other");
    assertThat(engine.control(id, new Control.Replay(Set.of(2L, 7L), Map.of(2L, other, 7L, other))))
        .isEqualTo(new Changed.Applied(1));
    lapse();
    assertThat(claim("c", 9)).extracting(c -> c.work().in()).doesNotContain(other);
    assertThat(claim("b", 9)).extracting(c -> c.work().in()).containsExactly(other);
  }

  @Test
  void anEditedChunkBeginsAtTheBeginningOfItsNewPayloadWithWhatIsLeft() {
    JobId id = found(plan, 10);
    Claim claim = claim("b");
    apply(claim, Outcomes.checkpoint("byte 900", Tally.ofOk(4), Outcomes.spawns("", 4)));
    apply(claim, new Step.Dead(RING));
    Payload edit = Outcomes.text("the other six");
    assertThat(engine.control(id, new Control.Replay(Set.of(2L), Map.of(2L, edit))))
        .isEqualTo(new Changed.Applied(1));
    crash();
    Claim again = claim("b");
    assertThat(again.work().in()).isEqualTo(edit);
    assertThat(again.work().cursor()).isEmpty();
    assertThat(again.work().checkpoints()).isEqualTo(1);
    assertThat(again.load()).isEqualTo(Tally.ofOk(6));
    apply(again, Outcomes.checkpoint("byte 3", Tally.ofOk(1), Outcomes.spawns("", 1)));
    apply(again, Outcomes.done(Tally.ofOk(5)));
    assertThat(claim("c", 9)).extracting(c -> c.load().in()).containsExactly(4L, 1L, 5L);
    assertThat(job(id).in()).isEqualTo(10);
  }

  @Test
  void aChunkThatIsReplayedWithItsOwnPayloadGoesOnFromItsCheckpoint() {
    JobId id = found(plan, 10);
    Claim claim = claim("b");
    apply(claim, Outcomes.checkpoint("byte 900", Tally.ofOk(4), Outcomes.spawns("", 4)));
    apply(claim, new Step.Dead(RING));
    engine.control(id, new Control.Replay(Set.of(2L)));
    assertThat(claim("b").work().cursor()).hasValue("byte 900".getBytes(UTF_8));
  }

  @Test
  void whatAStartChunkHasFoundStaysFoundWhenItsPayloadIsEdited() {
    JobId id = submit(plan);
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("byte 900", Tally.ofOk(2), Outcomes.spawns("", 2)));
    apply(start, new Step.Dead(RING));
    Payload edit = Outcomes.text("the rest");
    engine.control(id, new Control.Replay(Set.of(1L), Map.of(1L, edit)));
    Claim again = claim("a");
    assertThat(again.work().cursor()).isEmpty();
    apply(again, Outcomes.find(3));
    assertThat(job(id).in()).isEqualTo(5);
    assertThat(claim("b", 9)).extracting(c -> c.load().in()).containsExactly(2L, 3L);
  }

  @Test
  void onlyChosenChunksAreEdited() {
    assertThatThrownBy(() -> new Control.Replay(Set.of(2L), Map.of(3L, Payload.NONE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRefusedReplayEditsNothing() {
    JobId id = submit(plan);
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("x", Tally.ofOk(1), Outcomes.spawns("", 1)));
    apply(claim("b"), new Step.Dead(RING));
    apply(start, new Step.Dead(LIMIT));
    List<DeadLetter> before = list(all());
    assertThat(before).hasSize(2);
    assertThat(
            engine.control(id, new Control.Replay(Set.of(2L), Map.of(2L, Outcomes.text("other")))))
        .isInstanceOf(Changed.NotNow.class);
    assertThat(list(all())).isEqualTo(before);
  }

  @Test
  void everyLetterIsFoundOnceWhileOthersComeAndGo() {
    var jobs = new HashSet<JobId>();
    for (int i = 0; i < 5; i++) {
      jobs.add(lineJob());
    }
    var seen = new HashSet<ChunkKey>();
    List<DeadLetter> some = list(DeadLetterQuery.of("acme", 2));
    while (!some.isEmpty()) {
      assertThat(seen).doesNotContainAnyElementsOf(keys(some));
      seen.addAll(keys(some));
      engine.control(some.getFirst().job(), new Control.Replay(Set.of(some.getFirst().chunk())));
      some = list(DeadLetterQuery.of("acme", 2).after(keys(some).getLast()));
    }
    assertThat(seen).hasSize(15).extracting(ChunkKey::job).containsAll(jobs);
  }
}
