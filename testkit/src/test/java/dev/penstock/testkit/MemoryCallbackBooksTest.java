package dev.penstock.testkit;

import dev.penstock.callback.CallbackBooks;
import dev.penstock.callback.MemoryCallbacks;

class MemoryCallbackBooksTest extends CallbackBooksContract {
  @Override
  protected CallbackBooks open() {
    return new MemoryCallbacks().books();
  }
}
