package dev.penstock.server.intake;

import dev.penstock.egress.OutboundClient;
import dev.penstock.engine.Plan;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.server.pipeline.Catalog;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The table of the {@code fetch} pipeline: gets payloads from URLs and makes each a job. */
public final class FetchPipeline {
  /** Its name. */
  public static final String NAME = "fetch";

  static final Plan PLAN = Plan.of(declared());

  /** Tries of one chunk. */
  static final int ATTEMPTS = 8;

  private static final int AT_ONCE = 4;

  private FetchPipeline() {}

  /**
   * The pipeline at work.
   *
   * @param catalog of the pipelines that payloads go to; asked once a job runs
   * @param most bytes of one payload
   */
  public static Pipeline on(
      OutboundClient client,
      SubmitResource.IntakeStores stores,
      Supplier<Catalog> catalog,
      long most) {
    return table(new FetchStage(client, stores, catalog, most));
  }

  /** The declaration alone; nothing can run. */
  public static Pipeline declared() {
    return table(
        context -> {
          throw new IllegalStateException("the pipeline is only declared");
        });
  }

  private static Pipeline table(Stage fetch) {
    var patience = new RetryPolicy(ATTEMPTS, 3, Duration.ofSeconds(5), Duration.ofMinutes(10));
    return new Pipeline(
        NAME,
        1,
        "Gets a payload from a URL.",
        Inputs.of(),
        List.of(StageSpec.start("fetch", fetch).retry(patience).concurrency(AT_ONCE).atTheStore()));
  }
}
