package dev.penstock.engine.memory;

import dev.penstock.engine.EventTexts;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobEvent.Place;
import dev.penstock.job.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of one job: every milestone, and anomalies up to a number. */
final class Timeline {
  private final List<JobEvent> events = new ArrayList<>();
  private final int mostAnomalies;
  private int anomalies;

  Timeline(int mostAnomalies) {
    this.mostAnomalies = mostAnomalies;
  }

  void milestone(Instant at, Kind kind, String text) {
    add(at, kind, null, text, null);
  }

  void failed(Instant at, Problem problem) {
    add(at, Kind.FAILED, null, EventTexts.failed(problem), problem);
  }

  void anomaly(
      Instant at, Kind kind, @Nullable Place place, String text, @Nullable Problem problem) {
    anomalies++;
    if (anomalies <= mostAnomalies) {
      add(at, kind, place, text, problem);
    } else if (anomalies == mostAnomalies + 1) {
      add(at, Kind.TRUNCATED, null, EventTexts.truncated(mostAnomalies), null);
    }
  }

  List<JobEvent> after(long seq, int max) {
    int from = Math.clamp(seq, 0, events.size());
    int to = (int) Math.min((long) from + max, events.size());
    return List.copyOf(events.subList(from, to));
  }

  private void add(
      Instant at, Kind kind, @Nullable Place place, String text, @Nullable Problem problem) {
    events.add(
        new JobEvent(
            events.size() + 1L,
            at,
            kind,
            Optional.ofNullable(place),
            text,
            Optional.ofNullable(problem)));
  }
}
