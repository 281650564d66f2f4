package dev.penstock.schedule;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;

/** Schedules at work: the book, who submits their slots, and the scheduler that knows when. */
public record Timetable(
    ScheduleBook book,
    SlotLedger ledger,
    SlotSubmits submits,
    Scheduler scheduler,
    InstantSource clock)
    implements Closeable {
  /** Nothing is submitted before {@link Scheduler#start}. */
  public static Timetable of(
      ScheduleBook book, SlotLedger ledger, SlotSubmits submits, InstantSource clock) {
    var scheduler = new Scheduler(book, ledger, submits, clock);
    return new Timetable(book, ledger, submits, scheduler, clock);
  }

  /** Stops the scheduler and closes the book. */
  @Override
  public void close() throws IOException {
    scheduler.close();
    book.close();
  }
}
