package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.job.JobId;
import dev.penstock.schedule.Dial;
import dev.penstock.schedule.Kept;
import dev.penstock.schedule.Misfire;
import dev.penstock.schedule.Position;
import dev.penstock.schedule.Position.Fired;
import dev.penstock.schedule.Schedule;
import dev.penstock.schedule.Schedule.Order;
import dev.penstock.schedule.ScheduleBook;
import dev.penstock.schedule.ScheduleKey;
import dev.penstock.schedule.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ScheduleBook} promises. Extend it for a book; add no cases there. */
public abstract class ScheduleBookContract {
  private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Instant FIRST = Instant.parse("2026-03-01T13:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-03-01T14:00:00Z");
  private static final int RACERS = 8;

  private ScheduleBook book;

  /** Opens the one book of this test; again after a close, if what it keeps outlives that. */
  protected abstract ScheduleBook open() throws IOException;

  /** Whether a book that was closed and opened again has what it had. */
  protected abstract boolean outlivesClose();

  @BeforeEach
  void openBook() throws IOException {
    book = open();
  }

  @AfterEach
  void closeBook() throws IOException {
    book.close();
  }

  private static ScheduleKey key(String id) {
    return new ScheduleKey("default", id);
  }

  private static Schedule schedule(ScheduleKey key) {
    return new Schedule(
        key,
        new Timing("0 * * * *", ZoneId.of("Europe/Berlin")),
        new Order("geometry", Map.of("to-crs", "EPSG:3857"), payload("{}")),
        new Misfire.Once(),
        true,
        SINCE);
  }

  private static Payload.Inline payload(String text) {
    return new Payload.Inline(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Position fired(Instant slot) {
    return new Position(
        slot, slot, Optional.of(new Fired(slot, JobId.next(InstantSource.system()))));
  }

  @Test
  void whatWasPutIsGotBackWhole() throws IOException {
    byte[] most = new byte[Payload.MAX_INLINE];
    new Random(1).nextBytes(most);
    var schedules =
        List.of(
            schedule(key("plain")),
            new Schedule(
                key("full"),
                new Timing("*/5 0-3,7 1 JAN-MAR MON", ZoneId.of("Australia/Lord_Howe")),
                new Order(
                    "transactions",
                    Map.of("a", "", "b", "ü ' \" \n \\ 𝄞", "c", "{date}"),
                    new Payload.Inline(most)),
                new Misfire.CatchUp(1_000),
                false,
                SINCE.plusSeconds(1)),
            new Schedule(
                key("a.b_c-9"),
                new Timing("@daily", ZoneOffset.UTC),
                new Order("ndvi", Map.of(), payload("")),
                new Misfire.Skip(),
                true,
                Instant.EPOCH));
    for (Schedule schedule : schedules) {
      book.put(schedule);
    }
    for (Schedule schedule : schedules) {
      assertThat(book.get(schedule.key()))
          .contains(new Kept(schedule, Position.at(schedule.since())));
    }
  }

  @Test
  void whatIsNotThereIsEmpty() throws IOException {
    assertThat(book.get(key("none"))).isEmpty();
    assertThat(book.list("default", "", 10)).isEmpty();
    assertThat(book.dials(Optional.empty(), 10)).isEmpty();
    assertThat(book.remove(key("none"))).isFalse();
    assertThat(book.advance(key("none"), SINCE, fired(FIRST))).isFalse();
  }

  @Test
  void addTakesNewOnesOnly() throws IOException {
    Schedule first = schedule(key("a"));
    assertThat(book.add(first)).isTrue();
    book.advance(first.key(), SINCE, fired(FIRST));
    Kept before = book.get(first.key()).orElseThrow();
    assertThat(book.add(other(first, SINCE.plusSeconds(60)))).isFalse();
    assertThat(book.get(first.key())).contains(before);
  }

  private static Schedule other(Schedule schedule, Instant since) {
    return new Schedule(
        schedule.key(),
        new Timing("5 * * * *", ZoneId.of("UTC")),
        new Order("other", Map.of("x", "1"), payload("other")),
        new Misfire.CatchUp(7),
        true,
        since);
  }

  @Test
  void aPutInPlaceKeepsThePositionWhileSinceIsTheSame() throws IOException {
    Schedule first = schedule(key("a"));
    book.put(first);
    Position position = fired(FIRST);
    book.advance(first.key(), SINCE, position);
    Schedule second = other(first, SINCE);
    book.put(second);
    assertThat(book.get(first.key())).contains(new Kept(second, position));
  }

  @Test
  void aPutInPlaceWithAnotherSinceStartsAnewAndKnowsTheLastJob() throws IOException {
    Schedule first = schedule(key("a"));
    book.put(first);
    Position position = fired(FIRST);
    book.advance(first.key(), SINCE, position);
    Schedule second = other(first, SECOND);
    book.put(second);
    assertThat(book.get(first.key()))
        .contains(new Kept(second, new Position(SECOND, SECOND, position.last())));
    assertThat(book.advance(first.key(), FIRST, fired(SECOND))).isFalse();
  }

  @Test
  void advanceMovesOnlyWhatStandsWhereItWasSeen() throws IOException {
    book.put(schedule(key("a")));
    book.put(schedule(key("b")));
    Position first = fired(FIRST);
    assertThat(book.advance(key("a"), SINCE.plusMillis(1), first)).isFalse();
    assertThat(book.advance(key("a"), SINCE, first)).isTrue();
    assertThat(book.advance(key("a"), SINCE, fired(SECOND))).isFalse();
    assertThat(book.get(key("a")).orElseThrow().position()).isEqualTo(first);
    assertThat(book.get(key("b")).orElseThrow().position()).isEqualTo(Position.at(SINCE));
    Position second = fired(SECOND);
    assertThat(book.advance(key("a"), FIRST, second)).isTrue();
    assertThat(book.get(key("a")).orElseThrow().position()).isEqualTo(second);
  }

  @Test
  void aDebtIsNotedWithoutMoving() throws IOException {
    book.put(schedule(key("a")));
    var owing = new Position(SINCE, FIRST, Optional.empty());
    assertThat(book.advance(key("a"), SINCE, owing)).isTrue();
    assertThat(book.get(key("a")).orElseThrow().position()).isEqualTo(owing);
  }

  @Test
  void ofManyWhoMoveOnOneScheduleOneSucceeds() throws Exception {
    book.put(schedule(key("a")));
    var start = new CyclicBarrier(RACERS);
    Instant from = SINCE;
    try (var threads = Executors.newFixedThreadPool(RACERS)) {
      for (int round = 1; round <= TestForm.choose(20, 500); round++) {
        Instant seen = from;
        Instant slot = FIRST.plusSeconds(60L * round);
        List<Future<Boolean>> told = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
          told.add(
              threads.submit(
                  () -> {
                    start.await();
                    return book.advance(key("a"), seen, fired(slot));
                  }));
        }
        int moved = 0;
        for (Future<Boolean> each : told) {
          moved += each.get() ? 1 : 0;
        }
        assertThat(moved).isEqualTo(1);
        from = slot;
      }
    }
    assertThat(book.get(key("a")).orElseThrow().position().through()).isEqualTo(from);
  }

  @Test
  void aRemovedScheduleIsGoneAndItsNameIsFree() throws IOException {
    Schedule first = schedule(key("a"));
    book.put(first);
    book.advance(first.key(), SINCE, fired(FIRST));
    assertThat(book.remove(first.key())).isTrue();
    assertThat(book.get(first.key())).isEmpty();
    assertThat(book.remove(first.key())).isFalse();
    assertThat(book.advance(first.key(), FIRST, fired(SECOND))).isFalse();
    Schedule again = other(first, SECOND);
    assertThat(book.add(again)).isTrue();
    assertThat(book.get(first.key())).contains(new Kept(again, Position.at(SECOND)));
  }

  @Test
  void tenantsDoNotSeeEachOther() throws IOException {
    var ours = new ScheduleKey("ours", "a");
    var theirs = new ScheduleKey("theirs", "a");
    book.put(schedule(ours));
    assertThat(book.get(theirs)).isEmpty();
    assertThat(book.remove(theirs)).isFalse();
    assertThat(book.add(other(schedule(theirs), SINCE))).isTrue();
    assertThat(book.get(ours).orElseThrow().schedule()).isEqualTo(schedule(ours));
    assertThat(book.list("ours", "", 10))
        .extracting(Kept::schedule)
        .containsExactly(schedule(ours));
    assertThat(book.advance(theirs, SINCE, fired(FIRST))).isTrue();
    assertThat(book.get(ours).orElseThrow().position()).isEqualTo(Position.at(SINCE));
  }

  @Test
  void aListGoesOnBehindTheLastIdOfThePageBefore() throws IOException {
    for (String id : List.of("c", "a", "b.1", "b", "b-1", "0", "ab")) {
      book.put(schedule(key(id)));
    }
    book.put(schedule(new ScheduleKey("another", "b0")));
    assertThat(ids(book.list("default", "", 3))).containsExactly("0", "a", "ab");
    assertThat(ids(book.list("default", "ab", 3))).containsExactly("b", "b-1", "b.1");
    book.remove(key("b.1"));
    assertThat(ids(book.list("default", "b.1", 3))).containsExactly("c");
    assertThat(book.list("default", "c", 3)).isEmpty();
  }

  private static List<String> ids(List<Kept> page) {
    return page.stream().map(kept -> kept.schedule().key().id()).toList();
  }

  @Test
  void aListIsWhole() throws IOException {
    book.put(other(schedule(key("a")), SINCE));
    book.put(schedule(key("b")));
    book.advance(key("b"), SINCE, fired(FIRST));
    assertThat(book.list("default", "", 10))
        .containsExactly(book.get(key("a")).orElseThrow(), book.get(key("b")).orElseThrow());
  }

  @Test
  void dialsAreThoseOfAllTenantsThatAreOn() throws IOException {
    Schedule on = schedule(key("on"));
    book.put(on);
    book.put(new Schedule(key("off"), on.timing(), on.order(), on.misfire(), false, SINCE));
    book.put(schedule(new ScheduleKey("a-tenant", "z")));
    book.put(schedule(new ScheduleKey("z-tenant", "a")));
    book.advance(on.key(), SINCE, fired(FIRST));
    var dials = new ArrayList<Dial>();
    List<Dial> page = book.dials(Optional.empty(), 1);
    while (!page.isEmpty()) {
      assertThat(page).hasSize(1);
      dials.addAll(page);
      page = book.dials(Optional.of(page.getLast().key()), 1);
    }
    assertThat(dials)
        .containsExactly(
            new Dial(new ScheduleKey("a-tenant", "z"), on.timing(), SINCE),
            new Dial(on.key(), on.timing(), FIRST),
            new Dial(new ScheduleKey("z-tenant", "a"), on.timing(), SINCE));
  }

  @Test
  void whatWasKeptIsThereAfterTheBookWasClosed() throws IOException {
    book.put(schedule(key("a")));
    book.put(schedule(key("b")));
    book.advance(key("a"), SINCE, fired(FIRST));
    book.remove(key("b"));
    List<Kept> before = book.list("default", "", 10);
    book.close();
    book = open();
    assertThat(book.list("default", "", 10)).isEqualTo(outlivesClose() ? before : List.of());
  }
}
