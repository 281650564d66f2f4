package dev.penstock.server.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command reads and writes. Answers go to {@code out}; everything that only accompanies
 * them (progress, warnings, errors) goes to {@code err}, so that {@code out} can be piped.
 *
 * @param interactive whether somebody watches {@code err} on a terminal
 * @param width of that terminal, in columns
 * @param owned whether the command is all that this process does, so that signals are meant for it
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> env,
    boolean interactive,
    int width,
    boolean owned) {
  private static final int USUAL_WIDTH = 80;

  public Terminal {
    env = Map.copyOf(env);
  }

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    boolean interactive = Tty.isStandardError() && !"dumb".equals(System.getenv("TERM"));
    int width = interactive ? Tty.width().orElse(USUAL_WIDTH) : USUAL_WIDTH;
    return new Terminal(
        System.in, System.out, System.err, System.getenv(), interactive, Math.max(20, width), true);
  }

  /** Whether colours are welcome: on a terminal, unless NO_COLOR says otherwise (no-color.org). */
  public boolean colour() {
    return interactive && env.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** A way to show how something goes on: one line redrawn, or a line now and then. */
  public ProgressDisplay progress() {
    return interactive ? new ProgressBar(err, width, colour()) : new PlainProgress(err);
  }
}
