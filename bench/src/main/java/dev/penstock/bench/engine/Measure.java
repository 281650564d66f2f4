package dev.penstock.bench.engine;

import java.time.Duration;
import java.util.Locale;

/** What is measured on an engine, each in a process of its own. */
enum Measure {
  /** Submits and whole transitions of chunks, on the bare engine. */
  VERBS(Duration.ofSeconds(75)),
  /** No-op jobs through the host, on the course that the rivals run as well. */
  COURSE(Duration.ofSeconds(90)),
  /** What a host costs that has nothing to do. */
  IDLE(Duration.ofSeconds(30)),
  /** A million queued chunks beside ten thousand. */
  DEEP(Duration.ofMinutes(2));

  /** Ends the process when it takes longer. */
  final Duration limit;

  Measure(Duration limit) {
    this.limit = limit;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
