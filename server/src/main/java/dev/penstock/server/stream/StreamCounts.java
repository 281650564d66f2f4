package dev.penstock.server.stream;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of entries, since this process started. Thread-safe. */
public final class StreamCounts {
  /** What may become of an entry. */
  public enum Outcome {
    /** A job answers for it. */
    TAKEN,
    /** It could not become a job, and lies in the dead stream. */
    DEAD,
    /** It was given out too often without being settled, and lies in the dead stream. */
    POISON;

    /** In lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

  StreamCounts() {
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  void count(Outcome outcome) {
    counts.getOrDefault(outcome, new LongAdder()).increment();
  }

  /** How many entries had this outcome. */
  public long of(Outcome outcome) {
    return counts.getOrDefault(outcome, new LongAdder()).sum();
  }
}
