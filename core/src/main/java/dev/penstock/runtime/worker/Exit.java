package dev.penstock.runtime.worker;

import java.util.Map;

/** What the exit value of a process says, for people. */
final class Exit {
  private static final int BY_SIGNAL = 128;
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "SIGILL",
          5, "SIGTRAP",
          6, "SIGABRT",
          7, "SIGBUS",
          8, "SIGFPE",
          9, "SIGKILL",
          11, "SIGSEGV",
          13, "SIGPIPE",
          15, "SIGTERM");

  private Exit() {}

  /** {@code signal 9 (SIGKILL)} or {@code exit 3}. */
  static String describe(int value) {
    String signal = SIGNALS.get(value - BY_SIGNAL);
    return signal == null ? "exit " + value : "signal %d (%s)".formatted(value - BY_SIGNAL, signal);
  }
}
