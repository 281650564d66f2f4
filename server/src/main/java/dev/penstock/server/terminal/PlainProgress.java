package dev.penstock.server.terminal;

import java.io.PrintStream;
import java.util.OptionalDouble;

/** A line every few seconds: for logs and pipes, where nothing can be drawn twice. */
final class PlainProgress implements ProgressDisplay {
  private static final long EVERY_NANOS = 3_000_000_000L;

  private final PrintStream err;
  private final long begun = System.nanoTime();
  private long shownAt = begun;

  PlainProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public void show(Moment moment) {
    long now = System.nanoTime();
    if (now - shownAt < EVERY_NANOS) {
      return;
    }
    shownAt = now;
    OptionalDouble share = moment.share();
    String percent =
        share.isPresent() ? "%3d %%  ".formatted((int) (share.getAsDouble() * 100)) : "";
    err.printf("%s  %s%s%n", moment.what(), percent, moment.facts());
  }

  @Override
  public void close() {
    err.flush();
  }
}
