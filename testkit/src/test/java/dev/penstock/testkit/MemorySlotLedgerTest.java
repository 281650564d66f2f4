package dev.penstock.testkit;

import dev.penstock.schedule.MemoryScheduleBook;

class MemorySlotLedgerTest extends SlotLedgerContract {
  @Override
  protected Parts open() {
    var book = new MemoryScheduleBook();
    return new Parts(book, book);
  }

  @Override
  protected boolean outlivesClose() {
    return false;
  }
}
