package dev.penstock.server.farm;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Coalescing;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.job.JobIds;
import dev.penstock.ndvi.NdviPipeline;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.store.FarmView.Span;
import dev.penstock.pipeline.Inputs;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes jobs that look at one farm. While one runs, whoever asks for the same joins it.
 * Thread-safe.
 */
public final class Refreshing {
  private static final Duration LOOK_BACK = Duration.ofDays(60);

  /** Scenes appear in catalogues days after they were taken. */
  private static final Duration LATE = Duration.ofDays(10);

  private final FarmParts parts;
  private final Engine engine;
  private final Catalog catalog;
  private final Runnable arrived;
  private final InstantSource clock;
  private final JobIds ids;

  /**
   * @param arrived told of every job
   */
  public Refreshing(
      FarmParts parts, Engine engine, Catalog catalog, Runnable arrived, InstantSource clock) {
    this.parts = parts;
    this.engine = engine;
    this.catalog = catalog;
    this.arrived = arrived;
    this.clock = clock;
    this.ids = new JobIds(clock);
  }

  /** Whether there is a place where scenes are looked for. */
  boolean possible() {
    return parts.scenes().catalogue().isPresent() && catalog.named(NdviPipeline.NAME).isPresent();
  }

  /**
   * Submits a job for a farm.
   *
   * @param said inputs that the caller gives
   */
  Admission submit(String tenant, Farm farm, Map<String, List<String>> said) throws IOException {
    Offer offer =
        catalog.named(NdviPipeline.NAME).orElseThrow(() -> catalog.refusal(NdviPipeline.NAME));
    var given = new LinkedHashMap<>(said);
    parts
        .scenes()
        .catalogue()
        .ifPresent(
            place -> {
              if (given.putIfAbsent("stac", List.of(place)) == null) {
                given.putIfAbsent("collections", List.of(parts.scenes().collections()));
              }
            });
    given.put("farm", List.of(farm.id()));
    given.put("tenant", List.of(tenant));
    var asked = new TreeMap<>(said);
    if (!given.containsKey("to") && !given.containsKey("from")) {
      given.put("from", List.of(from(tenant, farm).toString()));
    }
    return switch (offer.pipeline().inputs().read(given)) {
      case Inputs.Reading.Refused(var problems) ->
          throw HttpProblem.of(Code.INPUT_INVALID, "Inputs cannot be used; see errors.")
              .withErrors(problems)
              .refused();
      case Inputs.Reading.Accepted(var values) -> {
        String key =
            "farm/%s/%d%s".formatted(farm.id(), farm.version(), asked.isEmpty() ? "" : "?" + asked);
        Terms terms = Terms.PLAIN.coalescing(key, Coalescing.Mode.JOIN);
        Admission admission =
            engine.submit(
                new Submission(
                    ids.next(),
                    tenant,
                    offer.plan(),
                    farm.id(),
                    values,
                    Payload.NONE,
                    Optional.empty(),
                    terms));
        arrived.run();
        yield admission;
      }
    };
  }

  /** A few days before what was seen last. */
  private Instant from(String tenant, Farm farm) throws IOException {
    Instant earliest = clock.instant().minus(LOOK_BACK).truncatedTo(ChronoUnit.DAYS);
    var newest = new AtomicLong(earliest.plus(LATE).toEpochMilli());
    parts
        .view()
        .observations(
            new Span(
                tenant, farm.id(), farm.version(), "", earliest.toEpochMilli(), Long.MAX_VALUE),
            each -> newest.accumulateAndGet(each.scene().time(), Math::max));
    return Instant.ofEpochMilli(newest.get()).minus(LATE).truncatedTo(ChronoUnit.DAYS);
  }
}
