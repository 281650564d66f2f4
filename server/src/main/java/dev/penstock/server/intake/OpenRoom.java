package dev.penstock.server.intake;

import dev.penstock.engine.Admission;
import dev.penstock.server.job.OpenLimit;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which limits on open work are reached, for as long as those who hit them were told to
 * stay away: until then others hear so before they send a body, not after it. Thread-safe.
 */
public final class OpenRoom {
  private static final String TENANT = "tenant.";
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** By tenant; empty: all of them. */
  private final ConcurrentHashMap<String, Full> full = new ConcurrentHashMap<>();

  private record Full(Admission.Busy busy, long until) {}

  /** What the engine answered to a job of this tenant. */
  void note(String tenant, Admission admission) {
    switch (admission) {
      case Admission.Busy busy -> note(tenant, busy);
      case Admission.Accepted _ -> {
        full.remove(tenant);
        full.remove("");
      }
      case Admission.Existing _, Admission.Joined _, Admission.Conflict _ -> {}
    }
  }

  private void note(String tenant, Admission.Busy busy) {
    // Room for bytes is another one for each payload.
    if (busy.limit().endsWith("bytes")) {
      return;
    }
    Duration wait = busy.retryAfter().compareTo(SHORTEST) < 0 ? SHORTEST : busy.retryAfter();
    String whose = busy.limit().startsWith(TENANT) ? tenant : "";
    full.put(whose, new Full(busy, System.nanoTime() + wait.toNanos()));
  }

  /**
   * Checks a request whose body was not read. One with an idempotency key, or for a thing that jobs
   * may be there for, may not need room: it is asked for its body.
   *
   * @throws dev.penstock.server.web.RefusedException as long as there is no room
   */
  void check(String tenant, IntakeRequest request) {
    if (request.label().key().isPresent() || request.terms().coalescing().isPresent()) {
      return;
    }
    check("");
    check(tenant);
  }

  private void check(String whose) {
    @Nullable Full known = full.get(whose);
    if (known == null) {
      return;
    }
    if (System.nanoTime() - known.until() >= 0) {
      full.remove(whose, known);
      return;
    }
    throw OpenLimit.problem(known.busy()).refused();
  }
}
