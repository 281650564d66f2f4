package dev.penstock.runtime.child;

/** A bug's trace, short enough for a log line. */
final class Trace {
  private static final int FRAMES = 12;

  private Trace() {}

  static String of(Throwable bug) {
    var text = new StringBuilder("bug in the stage: ").append(bug);
    StackTraceElement[] frames = bug.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
      text.append(" < ").append(frames[i]);
    }
    if (bug.getCause() != null) {
      text.append("; cause: ").append(bug.getCause());
    }
    return text.length() <= 8_000 ? text.toString() : text.substring(0, 8_000);
  }
}
