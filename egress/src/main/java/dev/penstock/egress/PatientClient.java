package dev.penstock.egress;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Sends requests from inside a chunk: takes a permit of a gate for each, and repeats those that may
 * be repeated after short trouble, so that one lost packet does not cost the chunk an attempt. For
 * longer trouble there are the engine's retries: see {@link Troubles}. Thread-safe.
 */
public final class PatientClient {
  private static final int TRIES = 3;
  private static final Duration BASE = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final OutboundClient client;
  private final InstantSource clock;
  private final RandomGenerator jitter;
  private final Pause pause;

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /** Gives permits of a gate, as {@code StageContext::permit} does. */
  @FunctionalInterface
  public interface Permits {
    void take(String gate, int permits) throws InterruptedException;
  }

  public PatientClient(OutboundClient client) {
    this(client, InstantSource.system(), RandomGenerator.getDefault(), Thread::sleep);
  }

  PatientClient(OutboundClient client, InstantSource clock, RandomGenerator jitter, Pause pause) {
    this.client = client;
    this.clock = clock;
    this.jitter = jitter;
    this.pause = pause;
  }

  /** Sends one request through a gate. */
  public Outcome send(Call call, String gate, Permits permits) throws InterruptedException {
    for (int failures = 1; ; failures++) {
      permits.take(gate, 1);
      Outcome outcome = client.send(call);
      if (failures == TRIES || !call.repeatable() || !Troubles.mayPass(outcome)) {
        return outcome;
      }
      Optional<Duration> asked = asked(outcome);
      if (asked.isPresent() && asked.get().compareTo(LONGEST) > 0) {
        return outcome;
      }
      long bound = BASE.toMillis() << failures;
      pause.of(asked.orElse(Duration.ofMillis(jitter.nextLong(bound + 1))));
    }
  }

  private Optional<Duration> asked(Outcome outcome) {
    return outcome instanceof Outcome.Answer answer
        ? answer.retryAfter(clock.instant())
        : Optional.empty();
  }
}
