package dev.penstock.schedule;

import dev.penstock.job.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits slots as they come, on a thread of its own that sleeps from one slot to the next.
 *
 * <p>What has to last is in the book. Several schedulers may work on one book: each slot still
 * becomes one job, because its idempotency key is the same for all of them, and the book is moved
 * on by one of them.
 *
 * <p>A slot is missed when it passed while no scheduler was there, that is, more than {@link
 * #GRACE} before this one began or woke up from a sleep of the machine; then {@link Misfire}
 * decides. A slot that came while one was there is never skipped, however long the engine is full:
 * it is owed.
 */
public final class Scheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

  /** How late a slot may be and still counts as in time: a restart takes less. */
  public static final Duration GRACE = Duration.ofMinutes(1);

  /** How often the book is read although nobody said that it changed, and refusals are tried. */
  static final Duration LOOK = Duration.ofMinutes(1);

  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  private final ScheduleBook book;
  private final SlotLedger ledger;
  private final SlotSubmits submits;
  private final InstantSource clock;
  private final Attendance attendance = new Attendance(LOOK.plus(GRACE));
  private final Roster roster = new Roster();
  private final Troubles troubles = new Troubles();
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;
  private Instant nextReading = Instant.MIN;
  private volatile boolean stopped;
  private volatile boolean changed = true;
  private volatile Optional<Instant> oldestDue = Optional.empty();

  public Scheduler(ScheduleBook book, SlotLedger ledger, SlotSubmits submits, InstantSource clock) {
    this.book = book;
    this.ledger = ledger;
    this.submits = submits;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("penstock-schedules").unstarted(this::loop);
  }

  /** Starts the thread. Once. */
  public void start() {
    thread.start();
  }

  /** To be told of every change of the book, after it. */
  public void changed() {
    changed = true;
    news.release();
  }

  /** Why a schedule does not get on, if so. */
  public Optional<Trouble> trouble(ScheduleKey key) {
    return troubles.of(key);
  }

  /** Whether its thread runs: it was started, and was not closed. */
  public boolean running() {
    return thread.isAlive();
  }

  /** How many schedules do not get on. */
  public int failing() {
    return troubles.count();
  }

  /** How long the oldest slot that is not submitted has been due; zero: all are. */
  public Duration lag() {
    return oldestDue
        .map(slot -> Duration.between(slot, clock.instant()))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  /** Waits for the slot in hand, and begins no other. */
  @Override
  public void close() {
    stopped = true;
    news.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    while (!stopped) {
      try {
        await(look());
      } catch (InterruptedException e) {
        // Nobody of ours interrupts it: it ends by close() alone.
        LOG.warn("{} was interrupted, goes on", thread.getName());
      }
    }
  }

  private void await(Instant next) throws InterruptedException {
    // Rounded up: to wake a part of a millisecond early would be to wake twice.
    long millis = Duration.between(clock.instant(), next).plusNanos(999_999).toMillis();
    if (news.tryAcquire(Math.clamp(millis, 0, LOOK.toMillis()), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  /** Does what is due now; when to look again. */
  Instant look() {
    Instant now = clock.instant();
    boolean setBack = attendance.begins(now);
    try {
      if (changed || setBack || !now.isBefore(nextReading)) {
        read(now);
      }
      for (Roster.Seat seat : roster.due(now)) {
        if (!stopped) {
          visit(seat, now);
        }
      }
      oldestDue = roster.oldest();
      return roster.look().filter(nextReading::isAfter).orElse(nextReading);
    } catch (IOException e) {
      LOG.warn("the schedules cannot be read: {}", e.getMessage());
      nextReading = now.plus(AFTER_TROUBLE);
    } catch (RuntimeException | Error e) {
      // why: one bad look must not end what all schedules depend on
      LOG.error("a look at the schedules failed, goes on", e);
      nextReading = now.plus(AFTER_TROUBLE);
    } finally {
      attendance.ends(clock.instant());
    }
    return nextReading;
  }

  private void read(Instant now) throws IOException {
    changed = false;
    List<Dial> unreadable = roster.read(book);
    for (Dial dial : unreadable) {
      Slots.problemWith(dial.timing().cron())
          .ifPresent(problem -> troubles.note(dial.key(), problem, now));
    }
    troubles.keep(
        key -> roster.has(key) || unreadable.stream().anyMatch(dial -> dial.key().equals(key)));
    nextReading = now.plus(LOOK);
    for (Roster.Seat seat : roster.refused()) {
      lookIfMended(seat, now);
    }
  }

  /** One that was refused may be another one now, and its next slot may be far off. */
  private void lookIfMended(Roster.Seat seat, Instant now) throws IOException {
    try {
      Optional<Schedule> schedule = book.get(seat.key()).map(Kept::schedule);
      Instant slot = seat.next().orElse(now);
      if (schedule.isPresent() && submits.problems(schedule.get(), slot).isEmpty()) {
        seat.waits(Instant.MIN, false);
        troubles.over(seat.key());
      }
    } catch (RuntimeException e) {
      failed(seat, e, now);
    }
  }

  private void visit(Roster.Seat seat, Instant now) {
    try {
      Optional<Kept> kept = book.get(seat.key());
      boolean asSeen =
          kept.map(Kept::schedule)
              .filter(schedule -> schedule.enabled() && schedule.timing().equals(seat.timing()))
              .isPresent();
      if (asSeen) {
        visit(seat, kept.orElseThrow(), now);
      } else {
        changed();
        seat.waits(now.plus(AFTER_TROUBLE), seat.refused());
      }
    } catch (IOException e) {
      note(seat, new Problem("store.unavailable", String.valueOf(e.getMessage())), now);
    } catch (RuntimeException e) {
      failed(seat, e, now);
    }
  }

  /** A bug that one schedule meets must not stop all others. */
  private void failed(Roster.Seat seat, RuntimeException bug, Instant now) {
    LOG.error("schedule {}", seat.key(), bug);
    note(seat, new Problem("server.error", "The server's log has the details."), now);
  }

  private void note(Roster.Seat seat, Problem problem, Instant now) {
    troubles.note(seat.key(), problem, now);
    seat.waits(now.plus(AFTER_TROUBLE), seat.refused());
  }

  private void visit(Roster.Seat seat, Kept kept, Instant now) throws IOException {
    // One that was refused until now was not attended to either.
    Instant missed = (seat.refused() ? now : attendance.since()).minus(GRACE);
    var visit = new Visit(book, ledger, submits, kept);
    Due due = Due.of(kept, seat.slots(), missed, now);
    if (!visit.run(due, seat.slots(), now)) {
      changed();
    }
    seat.moved(visit.position().through());
    if (!due.run().isEmpty()) {
      seat.waits(visit.notBefore(), visit.refused());
      visit
          .problem()
          .ifPresentOrElse(
              problem -> troubles.note(seat.key(), problem, now), () -> troubles.over(seat.key()));
    }
  }
}
