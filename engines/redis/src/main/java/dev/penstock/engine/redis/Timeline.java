package dev.penstock.engine.redis;

import dev.penstock.engine.EventTexts;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobEvent.Place;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of a job. Redis keeps their facts; the sentences are made when they are read. */
final class Timeline {
  /** Parts in front of the facts: time, kind, stage, chunk, attempt, fence, code, detail. */
  private static final int HEAD = 8;

  private static final int PAGE = 1_000;

  private final Shard shard;

  Timeline(Shard shard) {
    this.shard = shard;
  }

  List<JobEvent> after(JobId job, long seq, int max) {
    long from = Math.max(0, seq);
    var events = new ArrayList<JobEvent>();
    List<byte[]> lines;
    int most;
    do {
      long next = from + events.size();
      most = Math.min(max - events.size(), PAGE);
      lines =
          most > 0 ? shard.link().range(shard.key("ev:" + job), next, next + most - 1) : List.of();
      for (byte[] line : lines) {
        events.add(event(from + events.size() + 1, Packed.texts(line)));
      }
    } while (most > 0 && lines.size() == most);
    return events;
  }

  private static JobEvent event(long seq, List<String> parts) {
    Kind kind = Kind.valueOf(parts.get(1));
    Optional<Place> place = Optional.ofNullable(place(parts));
    Problem problem = parts.get(6).isEmpty() ? null : Problems.read(parts.get(6), parts.get(7));
    List<String> facts = parts.subList(HEAD, parts.size());
    return new JobEvent(
        seq,
        Micros.instant(Long.parseLong(parts.getFirst())),
        kind,
        place,
        text(kind, place, problem, facts),
        Optional.ofNullable(problem));
  }

  private static @Nullable Place place(List<String> parts) {
    return parts.get(2).isEmpty()
        ? null
        : new Place(
            parts.get(2),
            Long.parseLong(parts.get(3)),
            Integer.parseInt(parts.get(4)),
            Long.parseLong(parts.get(5)));
  }

  private static String text(
      Kind kind, Optional<Place> place, @Nullable Problem problem, List<String> facts) {
    return switch (kind) {
      case ACCEPTED -> accepted(facts);
      case STARTED -> EventTexts.started(facts.getFirst());
      case STAGE_COMPLETED -> EventTexts.stageCompleted(facts.get(0), whole(facts, 1));
      case SUCCEEDED -> EventTexts.succeeded(tally(facts));
      case FAILED -> EventTexts.failed(there(problem));
      case DISMISSED ->
          facts.getFirst().equals("by")
              ? EventTexts.superseded(new JobId(facts.get(1)))
              : EventTexts.dismissed(number(facts, 1));
      case RETRY -> EventTexts.retry(place.orElseThrow(), Micros.duration(number(facts, 0)));
      case LAPSED -> EventTexts.lapsed(place.orElseThrow(), facts.getFirst());
      case FENCED -> EventTexts.fenced(place.orElseThrow(), facts.getFirst());
      case DEAD -> EventTexts.dead(place.orElseThrow(), number(facts, 0));
      case SPLIT -> EventTexts.split(place.orElseThrow(), whole(facts, 0), there(problem));
      case CHILD_FAILED ->
          EventTexts.childFailed(new JobId(facts.get(0)), facts.get(1), there(problem));
      case REPLAYED -> EventTexts.replayed(number(facts, 0), whole(facts, 1));
      case TRUNCATED -> EventTexts.truncated(whole(facts, 0));
    };
  }

  private static String accepted(List<String> facts) {
    return facts.size() == 2
        ? EventTexts.accepted(facts.get(0), whole(facts, 1))
        : EventTexts.waits(facts.get(0), whole(facts, 1), new JobId(facts.get(2)));
  }

  private static Problem there(@Nullable Problem problem) {
    if (problem == null) {
      throw new IllegalStateException("an event has no problem");
    }
    return problem;
  }

  private static Tally tally(List<String> facts) {
    return new Tally(
        number(facts, 0), number(facts, 1), number(facts, 2), number(facts, 3), number(facts, 4));
  }

  private static int whole(List<String> facts, int index) {
    return Integer.parseInt(facts.get(index));
  }

  private static long number(List<String> facts, int index) {
    return Long.parseLong(facts.get(index));
  }
}
