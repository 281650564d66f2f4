package dev.penstock.server.farm;

import dev.penstock.engine.JobLog;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.store.FarmStates;
import dev.penstock.ndvi.store.FarmView.State;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/farms/{farm}/state}: one row, worked out when it last changed. A state that is
 * stale is answered all the same, and looked after in the background.
 */
public final class StateResource {
  private static final Logger LOG = LoggerFactory.getLogger(StateResource.class);
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final int MOST_ASKED = 100_000;

  private final FarmParts parts;
  private final JobLog log;
  private final Refreshing refreshing;
  private final InstantSource clock;
  private final Map<String, Long> asked = new ConcurrentHashMap<>();

  public StateResource(FarmParts parts, JobLog log, Refreshing refreshing, InstantSource clock) {
    this.parts = parts;
    this.log = log;
    this.refreshing = refreshing;
    this.clock = clock;
  }

  public Reply read(Exchange exchange) throws IOException {
    exchange.query().only();
    String tenant = exchange.tenant();
    String farm = exchange.path("farm");
    State state = parts.view().state(tenant, farm).orElseThrow(() -> FarmFound.unknown(exchange));
    if (state.job() != null && released(tenant, new JobId(state.job()))) {
      state = parts.view().state(tenant, farm).orElseThrow(() -> FarmFound.unknown(exchange));
    }
    long now = clock.millis();
    if (state.job() == null && now > state.staleAfter() && refreshing.possible()) {
      lookAfter(tenant, farm, now);
    }
    return new Reply.Whole(
        200, "application/json", Map.of("Cache-Control", "no-cache"), FarmStates.json(state, now));
  }

  /** A job that has ended looks at nothing any more; it had no time to say so. */
  private boolean released(String tenant, JobId id) throws IOException {
    Optional<Job> job = log.job(id);
    if (job.isPresent() && !job.get().state().ended()) {
      return false;
    }
    String why =
        job.flatMap(ended -> Optional.ofNullable(ended.outcome().failure()))
            .map(problem -> problem.code() + ": " + problem.detail())
            .orElse("it was dismissed or removed");
    parts
        .observations()
        .release(
            id,
            tenant,
            new Finding.Failure(
                "ndvi.job_ended", "Job %s ended before it had looked: %s".formatted(id, why)));
    return true;
  }

  /** Once in a while for each farm, and never so that somebody waits. */
  private void lookAfter(String tenant, String farm, long now) {
    String key = tenant + "/" + farm;
    Long before = asked.get(key);
    if (before != null && now - before < AGAIN.toMillis()) {
      return;
    }
    if (asked.size() > MOST_ASKED) {
      asked.clear();
    }
    asked.put(key, now);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Optional<Farm> known = parts.book().one(tenant, farm);
                if (known.isPresent() && known.get().draft().active()) {
                  refreshing.submit(tenant, known.get(), Map.of());
                }
              } catch (IOException | RuntimeException e) {
                LOG.warn("farm {} is stale and could not be refreshed: {}", farm, e.getMessage());
              }
            });
  }
}
