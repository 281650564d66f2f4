package dev.penstock.server.ogc;

import dev.penstock.engine.JobQuery;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.server.web.Query;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs a list is to have, in the words of the standard. The engine looks for tenant, process
 * and status; time and duration are compared page by page.
 *
 * @param processes empty: all
 * @param states empty: all
 */
record JobFilter(
    List<String> processes,
    Set<JobState> states,
    Instant from,
    Instant until,
    Duration shortest,
    Duration longest) {
  static final String[] NAMES = {
    "type", "processID", "status", "datetime", "minDuration", "maxDuration", "limit", "before"
  };

  static JobFilter of(Query query) {
    query
        .one("type")
        .filter(type -> !type.equals("process"))
        .ifPresent(
            type -> {
              throw Query.invalid("type", "takes process");
            });
    String[] span = query.one("datetime").orElse("../..").split("/", -1);
    if (span.length > 2) {
      throw Query.invalid("datetime", "takes a moment, or two with a slash between them");
    }
    return new JobFilter(
        words(query.one("processID")),
        states(words(query.one("status"))),
        moment(span[0], Instant.MIN),
        moment(span[span.length - 1], Instant.MAX),
        Duration.ofSeconds(query.whole("minDuration", 0, 0, Integer.MAX_VALUE)),
        Duration.ofSeconds(query.whole("maxDuration", Integer.MAX_VALUE, 0, Integer.MAX_VALUE)));
  }

  private static List<String> words(Optional<String> text) {
    return text.map(words -> Arrays.asList(words.split(",", -1))).orElse(List.of());
  }

  private static Set<JobState> states(List<String> words) {
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    for (String word : words) {
      states.add(
          Arrays.stream(JobState.values())
              .filter(state -> state.word().equals(word))
              .findFirst()
              .orElseThrow(
                  () ->
                      Query.invalid(
                          "status", "takes accepted, running, successful, failed, dismissed")));
    }
    return states;
  }

  private static Instant moment(String text, Instant open) {
    if (text.isEmpty() || text.equals("..")) {
      return open;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Query.invalid("datetime", "takes moments such as 2026-07-01T10:00:00Z");
    }
  }

  JobQuery query(String tenant, Optional<JobId> before, int limit) {
    Optional<String> only =
        processes.size() == 1 ? Optional.of(processes.getFirst()) : Optional.empty();
    return new JobQuery(tenant, only, states, before, Optional.empty(), limit);
  }

  boolean takes(Job job, Instant now) {
    Instant created = job.times().accepted();
    Duration took = Duration.between(began(job), ended(job, now));
    return (processes.isEmpty() || processes.contains(job.order().pipeline()))
        && !created.isBefore(from)
        && !created.isAfter(until)
        && took.compareTo(shortest) >= 0
        && took.compareTo(longest) <= 0;
  }

  private static Instant began(Job job) {
    Instant started = job.times().started();
    return started == null ? job.times().accepted() : started;
  }

  private static Instant ended(Job job, Instant now) {
    Instant ended = job.times().ended();
    return ended == null ? now : ended;
  }
}
