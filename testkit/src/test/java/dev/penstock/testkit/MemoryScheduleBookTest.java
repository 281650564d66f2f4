package dev.penstock.testkit;

import dev.penstock.schedule.MemoryScheduleBook;
import dev.penstock.schedule.ScheduleBook;

class MemoryScheduleBookTest extends ScheduleBookContract {
  @Override
  protected ScheduleBook open() {
    return new MemoryScheduleBook();
  }

  @Override
  protected boolean outlivesClose() {
    return false;
  }
}
