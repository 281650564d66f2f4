package dev.penstock.bench.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a measured process told.
 *
 * @param failure how it ended, unless it ended well
 */
record Outcome(Map<String, Double> figures, List<Phase> phases, Optional<String> failure) {
  /** Of what was not measured. */
  static final Outcome NONE = new Outcome(Map.of(), List.of(), Optional.empty());

  Outcome {
    figures = Map.copyOf(figures);
    phases = List.copyOf(phases);
  }

  /** NaN for one that was not told. */
  double figure(String name) {
    return figures.getOrDefault(name, Double.NaN);
  }

  /** The last of that name, as a cost; empty when there was none. */
  String cost(String phase) {
    return phases.stream()
        .filter(each -> each.name().equals(phase))
        .reduce((first, second) -> second)
        .map(Phase::cost)
        .orElse("");
  }

  /** CPU that each drained job took, in milliseconds. */
  double cpuMillisPerJob() {
    return phases.stream()
            .filter(each -> each.name().equals("drain"))
            .reduce((first, second) -> second)
            .map(each -> (double) each.cpu().toMillis())
            .orElse(Double.NaN)
        / figure("drained");
  }
}
