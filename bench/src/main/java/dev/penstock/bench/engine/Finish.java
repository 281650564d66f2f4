package dev.penstock.bench.engine;

/** An entrant and how its course went. */
record Finish(Entrant entrant, Outcome outcome) {
  private static final String ROW = "  %-20s %10s %10s %10s %8s %9s %9s %10s  %s";

  static String header() {
    return ROW.formatted(
        "",
        "enqueue",
        "in bulk",
        "drain",
        "of jobs",
        "start p50",
        "p95",
        "CPU a job",
        "durability");
  }

  double drain() {
    return outcome.figure("drain");
  }

  double start() {
    return outcome.figure("start_p50_ms");
  }

  String row() {
    return ROW.formatted(
        entrant.name(),
        Text.rate(outcome.figure("enqueue_each")),
        Text.rate(outcome.figure("enqueue_bulk")),
        Text.rate(drain()),
        Text.number(outcome.figure("drained")),
        Text.unit(start(), "ms"),
        Text.unit(outcome.figure("start_p95_ms"), "ms"),
        Text.unit(outcome.cpuMillisPerJob(), "ms"),
        entrant.durability());
  }
}
