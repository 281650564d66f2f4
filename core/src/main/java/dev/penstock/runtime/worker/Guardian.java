package dev.penstock.runtime.worker;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the workers of a host that was killed. Most end by themselves when their pipe does; a
 * program that computes without a look at its pipe, and what it has started, would go on for ever.
 * The guardian is one small shell for all workers of this process. It is told of each of them, and
 * when its own pipe ends, by whatever the host ended, it kills those that are left, with all that
 * is in their process groups. Thread-safe.
 */
final class Guardian {
  // The death signal of Linux would be simpler, but comes when the thread ends that started the
  // worker, and not with the process.
  private static final String WATCH =
      """
      trap '' INT TERM HUP
      workers=' '
      while read -r what pid; do
        case $what in
          +) workers="$workers$pid " ;;
          -) case $workers in *" $pid "*) workers="${workers%%" $pid "*} ${workers#*" $pid "}" ;; esac ;;
        esac
      done
      for pid in $workers; do
        kill -s KILL -- -"$pid" 2>/dev/null || kill -s KILL "$pid" 2>/dev/null
      done
      """;

  private static final Logger LOG = LoggerFactory.getLogger(Guardian.class);
  private static final Guardian OF_THIS_PROCESS = new Guardian();

  private final Set<Long> workers = new LinkedHashSet<>();
  private @Nullable Process shell;

  private Guardian() {}

  static Guardian ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** Looks after a worker, from now on. */
  synchronized void watch(long worker) {
    workers.add(worker);
    Process running = shell;
    if (running == null || !running.isAlive() || !tell(running, "+ " + worker)) {
      begin();
    }
  }

  /** A worker has ended; its number may soon be somebody else's. */
  synchronized void forget(long worker) {
    Process running = shell;
    if (workers.remove(worker) && running != null && running.isAlive()) {
      tell(running, "- " + worker);
    }
  }

  /** The first one, or one in the place of one that somebody killed. */
  private void begin() {
    try {
      var words = new ArrayList<String>();
      // In a session of its own: what ends the host's process group must not end it as well.
      if (Launch.ownGroup()) {
        words.add("setsid");
      }
      words.addAll(List.of(Launch.SHELL.toString(), "-c", WATCH, "penstock-guardian"));
      Process fresh =
          new ProcessBuilder(words)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      shell = fresh;
      workers.forEach(worker -> tell(fresh, "+ " + worker));
    } catch (IOException e) {
      LOG.warn("nobody ends the workers if this process is killed", e);
    }
  }

  /** Whether it could be told. */
  private static boolean tell(Process shell, String line) {
    try {
      Writer out = shell.outputWriter(StandardCharsets.US_ASCII);
      out.write(line + "\n");
      out.flush();
      return true;
    } catch (IOException e) {
      LOG.debug("the guardian is gone", e);
      return false;
    }
  }
}
