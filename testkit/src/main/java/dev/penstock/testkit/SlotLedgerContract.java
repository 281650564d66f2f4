package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.schedule.Misfire;
import dev.penstock.schedule.Range;
import dev.penstock.schedule.Schedule;
import dev.penstock.schedule.Schedule.Order;
import dev.penstock.schedule.ScheduleBook;
import dev.penstock.schedule.ScheduleKey;
import dev.penstock.schedule.SlotLedger;
import dev.penstock.schedule.Timing;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SlotLedger} promises. Extend it for a ledger; add no cases there. */
public abstract class SlotLedgerContract {
  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Timing HOURLY = new Timing("0 * * * *", ZoneId.of("Europe/Berlin"));
  private static final ScheduleKey KEY = new ScheduleKey("default", "a");
  private static final Range ALWAYS = new Range(Instant.EPOCH, BEGIN.plusSeconds(1_000_000_000));
  private static final int SPAN = 300;

  private Parts parts;

  /** A ledger, and the book whose schedules it speaks of. */
  public record Parts(ScheduleBook book, SlotLedger ledger) {}

  /** Opens the one ledger of this test; again after a close of its book. */
  protected abstract Parts open() throws IOException;

  /** Whether a ledger that was closed and opened again has what it had. */
  protected abstract boolean outlivesClose();

  @BeforeEach
  void openParts() throws IOException {
    parts = open();
    parts.book().put(schedule(KEY, HOURLY));
  }

  @AfterEach
  void closeParts() throws IOException {
    parts.book().close();
  }

  private static Schedule schedule(ScheduleKey key, Timing timing) {
    return new Schedule(
        key,
        timing,
        new Order("geometry", Map.of(), new Payload.Inline(new byte[] {1})),
        new Misfire.Once(),
        true,
        BEGIN);
  }

  private static Range range(int from, int to) {
    return new Range(BEGIN.plusMillis(from), BEGIN.plusMillis(to));
  }

  private void mark(Range... ranges) throws IOException {
    parts.ledger().mark(KEY, HOURLY, List.of(ranges));
  }

  private List<Range> done() throws IOException {
    return parts.ledger().done(KEY, HOURLY, ALWAYS);
  }

  @Test
  void nothingIsDoneAtFirst() throws IOException {
    assertThat(done()).isEmpty();
    mark();
    assertThat(done()).isEmpty();
  }

  @Test
  void rangesThatOverlapOrTouchBecomeOne() throws IOException {
    mark(range(10, 20), range(30, 40));
    assertThat(done()).containsExactly(range(10, 20), range(30, 40));
    mark(range(20, 25));
    assertThat(done()).containsExactly(range(10, 25), range(30, 40));
    mark(range(29, 30), range(24, 26));
    assertThat(done()).containsExactly(range(10, 26), range(29, 40));
    mark(range(12, 13));
    assertThat(done()).containsExactly(range(10, 26), range(29, 40));
    mark(range(0, 50));
    assertThat(done()).containsExactly(range(0, 50));
  }

  @Test
  void whateverIsMarkedTheAnswerIsTheUnion() throws IOException {
    var random = new Random(7);
    for (int round = 0; round < TestForm.choose(3, 100); round++) {
      parts.book().remove(KEY);
      parts.book().put(schedule(KEY, HOURLY));
      var union = new BitSet();
      for (int step = 0; step < 25; step++) {
        var ranges = new ArrayList<Range>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          int from = random.nextInt(SPAN);
          int to = from + 1 + random.nextInt(12);
          ranges.add(range(from, to));
          union.set(from, to);
        }
        parts.ledger().mark(KEY, HOURLY, ranges);
        assertThat(done()).isEqualTo(runs(union));
      }
    }
  }

  private static List<Range> runs(BitSet bits) {
    var runs = new ArrayList<Range>();
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int to = bits.nextClearBit(from);
      runs.add(range(from, to));
      from = bits.nextSetBit(to);
    }
    return runs;
  }

  @Test
  void aQuestionIsAnsweredByWholeRangesThatOverlapIt() throws IOException {
    mark(range(10, 20), range(30, 40), range(50, 60));
    SlotLedger ledger = parts.ledger();
    assertThat(ledger.done(KEY, HOURLY, range(20, 30))).isEmpty();
    assertThat(ledger.done(KEY, HOURLY, range(19, 31)))
        .containsExactly(range(10, 20), range(30, 40));
    assertThat(ledger.done(KEY, HOURLY, range(32, 33))).containsExactly(range(30, 40));
    var aNanosecondMore = new Range(range(20, 30).from(), range(20, 30).to().plusNanos(1));
    assertThat(ledger.done(KEY, HOURLY, aNanosecondMore)).containsExactly(range(30, 40));
    var aNanosecondLeft = new Range(range(20, 30).from().minusNanos(1), range(20, 30).to());
    assertThat(ledger.done(KEY, HOURLY, aNanosecondLeft)).containsExactly(range(10, 20));
  }

  @Test
  void anotherCronOrZoneScheduleOrTenantHasRangesOfItsOwn() throws IOException {
    mark(range(10, 20));
    var zone = new Timing(HOURLY.cron(), ZoneId.of("UTC"));
    var cron = new Timing("1 * * * *", HOURLY.zone());
    var id = new ScheduleKey("default", "b");
    var tenant = new ScheduleKey("another", "a");
    SlotLedger ledger = parts.ledger();
    parts.book().put(schedule(id, HOURLY));
    parts.book().put(schedule(tenant, HOURLY));
    assertThat(ledger.done(KEY, zone, ALWAYS)).isEmpty();
    assertThat(ledger.done(KEY, cron, ALWAYS)).isEmpty();
    assertThat(ledger.done(id, HOURLY, ALWAYS)).isEmpty();
    assertThat(ledger.done(tenant, HOURLY, ALWAYS)).isEmpty();
    ledger.mark(KEY, zone, List.of(range(20, 30)));
    ledger.mark(tenant, HOURLY, List.of(range(5, 10)));
    assertThat(done()).containsExactly(range(10, 20));
    assertThat(ledger.done(KEY, zone, ALWAYS)).containsExactly(range(20, 30));
    assertThat(ledger.done(tenant, HOURLY, ALWAYS)).containsExactly(range(5, 10));
  }

  @Test
  void aScheduleInThePlaceOfAnotherKeepsTheRangesOfBothTimings() throws IOException {
    mark(range(10, 20));
    var other = new Timing("@daily", ZoneId.of("UTC"));
    parts.book().put(schedule(KEY, other));
    parts.ledger().mark(KEY, other, List.of(range(0, 5)));
    assertThat(done()).containsExactly(range(10, 20));
    parts.book().put(schedule(KEY, HOURLY));
    assertThat(done()).containsExactly(range(10, 20));
    assertThat(parts.ledger().done(KEY, other, ALWAYS)).containsExactly(range(0, 5));
  }

  @Test
  void theRangesOfARemovedScheduleAreGone() throws IOException {
    var neighbour = new ScheduleKey("default", "b");
    parts.book().put(schedule(neighbour, HOURLY));
    parts.ledger().mark(neighbour, HOURLY, List.of(range(1, 2)));
    mark(range(10, 20));
    parts.book().remove(KEY);
    assertThat(done()).isEmpty();
    mark(range(20, 30));
    assertThat(done()).as("nobody is there to have it").isEmpty();
    parts.book().put(schedule(KEY, HOURLY));
    assertThat(done()).isEmpty();
    assertThat(parts.ledger().done(neighbour, HOURLY, ALWAYS)).containsExactly(range(1, 2));
  }

  @Test
  void ofTooManyThoseGoThatWereNotChangedForLongest() throws IOException {
    var other = new Timing("@daily", ZoneId.of("UTC"));
    parts.ledger().mark(KEY, other, List.of(range(0, 1)));
    // The later in time first, so that age is not mistaken for place.
    var ranges = new ArrayList<Range>();
    for (int i = SlotLedger.MOST; i > 1; i--) {
      ranges.add(range(10 * i, 10 * i + 1));
    }
    parts.ledger().mark(KEY, HOURLY, ranges);
    assertThat(parts.ledger().done(KEY, other, ALWAYS)).hasSize(1);
    assertThat(done()).hasSize(SlotLedger.MOST - 1);
    Range grown = range(10 * SlotLedger.MOST, 10 * SlotLedger.MOST + 2);
    mark(grown);
    mark(range(1, 2), range(3, 4));
    assertThat(parts.ledger().done(KEY, other, ALWAYS)).isEmpty();
    assertThat(done())
        .hasSize(SlotLedger.MOST)
        .contains(grown, range(1, 2), range(3, 4))
        .doesNotContain(ranges.get(1))
        .contains(ranges.get(2));
  }

  @Test
  void ofManyWhoMarkAtOnceNoneIsLost() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> marks = new ArrayList<>();
      for (int i = 0; i < TestForm.choose(40, 1_000); i++) {
        Range range = range(i, i + 1);
        marks.add(
            threads.submit(
                () -> {
                  mark(range);
                  return true;
                }));
      }
      for (Future<Boolean> each : marks) {
        each.get();
      }
      assertThat(done()).containsExactly(range(0, marks.size()));
    }
  }

  @Test
  void whatWasMarkedIsThereAfterTheBookWasClosed() throws IOException {
    mark(range(10, 20), range(30, 40));
    parts.book().close();
    parts = open();
    assertThat(done())
        .isEqualTo(outlivesClose() ? List.of(range(10, 20), range(30, 40)) : List.of());
  }
}
