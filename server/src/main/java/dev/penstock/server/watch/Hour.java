package dev.penstock.server.watch;

import java.util.function.ToDoubleFunction;

/** The last sixty minutes of one thing, a minute at a time. Thread-safe. */
final class Hour {
  static final int MINUTES = 60;

  private final Minute[] ring = new Minute[MINUTES];

  /** What one minute came to. Written under the hour's lock. */
  static final class Minute {
    private final long number;
    final Spread took = new Spread();
    long items;
    long rejected;
    long dead;
    long retries;
    double oldest;

    private Minute(long number) {
      this.number = number;
    }
  }

  /** A change of one minute. */
  interface Note {
    void on(Minute minute);
  }

  synchronized void note(long millis, Note note) {
    note.on(at(millis / 60_000));
  }

  private Minute at(long number) {
    int slot = (int) (number % MINUTES);
    Minute minute = ring[slot];
    if (minute == null || minute.number != number) {
      minute = new Minute(number);
      ring[slot] = minute;
    }
    return minute;
  }

  /** One value a minute, the oldest first; the last one is the minute that runs. */
  synchronized double[] line(long millis, ToDoubleFunction<Minute> value) {
    var line = new double[MINUTES];
    long last = millis / 60_000;
    for (int i = 0; i < MINUTES; i++) {
      Minute minute = ring[(int) ((last - MINUTES + 1 + i) % MINUTES)];
      if (minute != null && minute.number == last - MINUTES + 1 + i) {
        line[i] = value.applyAsDouble(minute);
      }
    }
    return line;
  }

  /** How much a second over the last sixty seconds, as far as minutes can tell. */
  double rate(long millis, ToDoubleFunction<Minute> value) {
    double[] line = line(millis, value);
    double share = (millis % 60_000) / 60_000.0;
    return (line[MINUTES - 1] + line[MINUTES - 2] * (1 - share)) / 60;
  }

  double sum(long millis, ToDoubleFunction<Minute> value) {
    double sum = 0;
    for (double each : line(millis, value)) {
      sum += each;
    }
    return sum;
  }

  /** What a share of all took at most, in seconds; -1 when nothing ended. */
  synchronized double quantile(long millis, double share) {
    var all = new Spread();
    long last = millis / 60_000;
    for (Minute minute : ring) {
      if (minute != null && minute.number > last - MINUTES) {
        all.add(minute.took);
      }
    }
    return all.quantile(share);
  }
}
