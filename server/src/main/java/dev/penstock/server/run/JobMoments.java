package dev.penstock.server.run;

import dev.penstock.server.pipeline.Noun;
import dev.penstock.server.terminal.Moment;
import dev.penstock.server.terminal.Words;
import java.time.Duration;
import java.util.OptionalDouble;

/** Turns looks at a job into moments for a progress display: counts, rate and the time left. */
public final class JobMoments {
  /** Too early, the time left is a guess that jumps about. */
  private static final double EARLIEST_ETA = 0.05;

  private final Noun noun;
  private final long begun = System.nanoTime();

  public JobMoments(Noun noun) {
    this.noun = noun;
  }

  /**
   * One look.
   *
   * @param stage that works now
   * @param found items discovered so far
   * @param settled items that are through, rejected or dead
   */
  public record Look(String stage, OptionalDouble share, long found, long settled, long rejected) {}

  public Moment of(Look look) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    double share = look.share().orElse(0);
    var facts = new StringBuilder();
    // First, because a narrow terminal cuts off the end.
    if (share >= EARLIEST_ETA && share < 1) {
      facts
          .append(left(Duration.ofSeconds(Math.round(seconds * (1 - share) / share))))
          .append(", ");
    }
    if (look.share().isPresent()) {
      facts.append(Words.count(look.settled())).append(" of ");
    }
    facts.append(Words.count(look.found())).append(' ').append(noun.of(look.found()));
    if (look.rejected() > 0) {
      facts.append(", ").append(Words.count(look.rejected())).append(" rejected");
    }
    if (look.settled() > 0 && seconds > 0.5) {
      facts.append(", ").append(Words.count(Math.round(look.settled() / seconds))).append("/s");
    }
    return new Moment(look.stage(), look.share(), facts.toString());
  }

  private static String left(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s left";
    }
    return seconds < 3600
        ? "%d min %d s left".formatted(seconds / 60, seconds % 60)
        : "%d h %d min left".formatted(seconds / 3600, seconds / 60 % 60);
  }
}
