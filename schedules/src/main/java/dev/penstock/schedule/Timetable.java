package dev.penstock.schedule;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;

/** Schedules at work: the book, who submits their slots, and the scheduler that knows when. */
public record Timetable(
    ScheduleBook book, SlotSubmits submits, Scheduler scheduler, InstantSource clock)
    implements Closeable {
  /** Nothing is submitted before {@link Scheduler#start}. */
  public static Timetable of(ScheduleBook book, SlotSubmits submits, InstantSource clock) {
    return new Timetable(book, submits, new Scheduler(book, submits, clock), clock);
  }

  /** Stops the scheduler and closes the book. */
  @Override
  public void close() throws IOException {
    scheduler.close();
    book.close();
  }
}
