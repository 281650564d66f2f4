package dev.penstock.server.terminal;

import java.io.PrintStream;
import java.util.OptionalDouble;

/** One line on a terminal, drawn again and again. */
final class ProgressBar implements ProgressDisplay {
  private static final long REDRAW_NANOS = 80_000_000;
  private static final int WIDEST = 30;
  private static final String CLEAR = "\r\u001b[K";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";
  private static final String SPINNER = "|/-\\";

  private final PrintStream err;
  private final int width;
  private final boolean colour;
  private long drawnAt;
  private boolean drawn;
  private int turn;

  ProgressBar(PrintStream err, int width, boolean colour) {
    this.err = err;
    this.width = width;
    this.colour = colour;
  }

  @Override
  public void show(Moment moment) {
    long now = System.nanoTime();
    if (drawn && now - drawnAt < REDRAW_NANOS) {
      return;
    }
    drawn = true;
    drawnAt = now;
    err.print(CLEAR + line(moment));
    err.flush();
  }

  @Override
  public void close() {
    if (drawn) {
      err.print(CLEAR);
      err.flush();
      drawn = false;
    }
  }

  /** Facts are cut before the bar is: half a number would mislead, so the end gets an ellipsis. */
  private String line(Moment moment) {
    String head = "%-9s ".formatted(moment.what());
    int bar = Math.clamp((width - head.length()) / 3, 4, WIDEST);
    String tail = tail(moment);
    int room = width - 1 - head.length() - bar - 3;
    String cut = tail.length() <= room ? tail : tail.substring(0, Math.max(0, room - 1)) + "…";
    return head + "[" + bar(moment.share(), bar) + "] " + cut;
  }

  private static String tail(Moment moment) {
    OptionalDouble share = moment.share();
    return share.isPresent()
        ? "%3d %%  %s".formatted((int) (share.getAsDouble() * 100), moment.facts())
        : moment.facts();
  }

  private String bar(OptionalDouble share, int cells) {
    if (share.isEmpty()) {
      String spin = String.valueOf(SPINNER.charAt(turn++ % SPINNER.length()));
      return spin + " ".repeat(cells - 1);
    }
    int full = (int) Math.round(Math.clamp(share.getAsDouble(), 0, 1) * cells);
    String done = "█".repeat(full);
    return (colour ? GREEN + done + PLAIN : done) + "░".repeat(cells - full);
  }
}
