package dev.penstock.callback;

import dev.penstock.egress.OutboundClient;
import dev.penstock.engine.Engine;
import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Plan;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The table of the {@code callbacks} pipeline: who is to be told, then one chunk a delivery. */
public final class CallbacksPipeline {
  /** Its name. */
  public static final String NAME = "callbacks";

  /** What its jobs are submitted with. */
  public static final Plan PLAN =
      Plan.of(table(context -> unused(), context -> unused(), CallbackSettings.DEFAULT));

  private static final int DELIVERIES = 32;
  private static final String HOSTS = "callbacks/hosts-";
  private static final int HOST_GATES = 16;
  private static final GateLimits AN_ENDPOINT = GateLimits.concurrency(4);

  private CallbacksPipeline() {}

  /**
   * The pipeline at work.
   *
   * @param engine whose jobs it tells of
   */
  public static Pipeline on(
      Engine engine,
      CallbackBooks books,
      OutboundClient client,
      CallbackSettings settings,
      InstantSource clock) {
    for (int i = 0; i < HOST_GATES; i++) {
      engine.gates().set(hostGate(i), AN_ENDPOINT);
    }
    var address = new AddressStage(engine.log(), books, settings, clock);
    var sending = new Sending(client, books.secrets(), settings, clock);
    var deliver = new DeliverStage(sending, books, engine.gates(), settings);
    return table(address, deliver, settings);
  }

  /** The declaration alone; nothing can run. */
  public static Pipeline declared() {
    return table(context -> unused(), context -> unused(), CallbackSettings.DEFAULT);
  }

  private static Pipeline table(Stage address, Stage deliver, CallbackSettings settings) {
    // The waits come from the settings: they are longer than doubling would make them.
    var often = new RetryPolicy(settings.waits().size() + 1, 5, Duration.ZERO, Duration.ZERO);
    return new Pipeline(
        NAME,
        1,
        "Tells others how jobs ended.",
        Inputs.of(),
        List.of(
            StageSpec.start("address", address).concurrency(2).atTheStore(),
            StageSpec.each("deliver", deliver)
                .retry(often)
                .concurrency(DELIVERIES)
                .lease(Duration.ofMinutes(1))
                .atTheStore()));
  }

  private static StageResult unused() {
    throw new IllegalStateException("the pipeline is only declared, nothing of it is open");
  }

  /** Lets a new subscription have its share of the deliveries at a time, and no more. */
  public static void limit(Engine engine, EndpointKey key) {
    engine.gates().set(key.gate(), AN_ENDPOINT);
  }

  /** The gate of an address that a job names: hosts share a few, so that gates stay countable. */
  static String hostGate(URI target) {
    return hostGate(Math.floorMod(String.valueOf(target.getHost()).hashCode(), HOST_GATES));
  }

  private static String hostGate(int number) {
    return HOSTS + number;
  }

  /** Whether a gate is one of those that hosts share: nobody but us has set it. */
  public static boolean sharedByHosts(String gate) {
    return gate.startsWith(HOSTS);
  }
}
