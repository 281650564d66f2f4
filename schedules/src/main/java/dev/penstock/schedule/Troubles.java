package dev.penstock.schedule;

import dev.penstock.job.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which schedules do not get on. Written by the scheduler's thread, read by all. */
final class Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

  private final Map<ScheduleKey, Trouble> known = new ConcurrentHashMap<>();

  void note(ScheduleKey key, Problem problem, Instant now) {
    Trouble before = known.get(key);
    if (before != null && before.problem().code().equals(problem.code())) {
      known.put(key, new Trouble(problem, before.since()));
      return;
    }
    known.put(key, new Trouble(problem, now));
    LOG.warn("schedule {} fails: {}: {}", key.id(), problem.code(), problem.detail());
  }

  void over(ScheduleKey key) {
    if (known.remove(key) != null) {
      LOG.info("schedule {} gets on again", key.id());
    }
  }

  /** Forgets those that are not there any more. */
  void keep(Predicate<ScheduleKey> there) {
    known.keySet().removeIf(key -> !there.test(key));
  }

  Optional<Trouble> of(ScheduleKey key) {
    return Optional.ofNullable(known.get(key));
  }

  int count() {
    return known.size();
  }
}
