package dev.penstock.bench.engine;

import dev.penstock.bench.engine.Entrant.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The courses of one run beside each other, and what they say about ours. */
record Standings(List<Finish> finishes) {
  /** How much more than the quickest rival of each side we are to drain. */
  private static final double OVER_JAVA = 5;

  private static final double OVER_BULLMQ = 2.5;

  Standings {
    finishes = List.copyOf(finishes);
  }

  List<String> table() {
    return Stream.concat(Stream.of(Finish.header()), finishes.stream().map(Finish::row)).toList();
  }

  /** A line for each comparison that can be made. */
  List<String> ratios() {
    var lines = new ArrayList<String>();
    for (Finish finish : of(Side.OURS)) {
      quickest(Side.JAVA).ifPresent(rival -> lines.add(drains(finish, rival, OVER_JAVA)));
      quickest(Side.BULLMQ).ifPresent(rival -> lines.add(drains(finish, rival, OVER_BULLMQ)));
      soonest().ifPresent(rival -> lines.add(starts(finish, rival)));
    }
    return lines;
  }

  private static String drains(Finish ours, Finish rival, double times) {
    String what =
        "drain of %s, %s, over that of %s, %s"
            .formatted(
                ours.entrant().name(),
                Text.rate(ours.drain()),
                rival.entrant().name(),
                Text.rate(rival.drain()));
    return Target.atLeast("", what, times).verdict(ours.drain() / rival.drain());
  }

  private static String starts(Finish ours, Finish rival) {
    String what =
        "submit to start of %s, p50 in ms, beside the soonest rival, %s"
            .formatted(ours.entrant().name(), rival.entrant().name());
    return Target.atMost("", what, rival.start()).verdict(ours.start());
  }

  private Optional<Finish> quickest(Side side) {
    return of(side).stream()
        .filter(finish -> !Double.isNaN(finish.drain()))
        .max(Comparator.comparingDouble(Finish::drain));
  }

  private Optional<Finish> soonest() {
    return finishes.stream()
        .filter(finish -> finish.entrant().side() != Side.OURS)
        .filter(finish -> !Double.isNaN(finish.start()))
        .min(Comparator.comparingDouble(Finish::start));
  }

  private List<Finish> of(Side side) {
    return finishes.stream().filter(finish -> finish.entrant().side() == side).toList();
  }
}
