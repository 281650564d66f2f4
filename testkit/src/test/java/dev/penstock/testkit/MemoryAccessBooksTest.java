package dev.penstock.testkit;

import dev.penstock.access.MemoryAccess;

class MemoryAccessBooksTest extends AccessBooksContract {
  @Override
  protected Books open() {
    var memory = new MemoryAccess();
    return new Books(memory, memory);
  }
}
