package dev.penstock.callback;

import dev.penstock.blob.Payload;
import dev.penstock.egress.Outcome;
import dev.penstock.engine.Gates;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Delivers one event to one endpoint. Only 2xx is success; everything else is tried again by the
 * waits of the settings, or as {@code Retry-After} asks. An endpoint that fails again and again is
 * asked less and less; one that fails for days, or answers 410, is given up.
 */
final class DeliverStage implements Stage {
  /** Failures in a row from which on an endpoint's gate is closed for a while. */
  private static final int STRIKES = 5;

  private static final Duration FIRST_BREAK = Duration.ofSeconds(10);
  private static final int LONGEST_BREAK = 6;

  private final Sending sending;
  private final CallbackBooks books;
  private final Gates gates;
  private final CallbackSettings settings;

  DeliverStage(Sending sending, CallbackBooks books, Gates gates, CallbackSettings settings) {
    this.sending = sending;
    this.books = books;
    this.gates = gates;
    this.settings = settings;
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    String[] name = text(context.chunk().in()).split("/", 2);
    Optional<Delivery> found = books.deliveries().get(name[0], name[1]);
    if (found.isEmpty()) {
      return StageResult.giveUp("callback.forgotten", "The delivery log no longer has it.");
    }
    Delivery delivery = found.get();
    if (delivery.state() == Delivery.State.DELIVERED) {
      // An earlier run of this chunk got through, and was stopped before it could say so.
      return done(context);
    }
    if (ofJobs(delivery)) {
      return settle(context, delivery, sending.send(delivery, delivery.target()));
    }
    Optional<Endpoint> endpoint = books.subscriptions().get(delivery.endpoint());
    if (endpoint.filter(Endpoint::open).isEmpty()) {
      return closed(delivery);
    }
    URI target = endpoint.get().subscription().target();
    return settle(context, delivery, sending.send(delivery, target));
  }

  private static String text(Payload payload) {
    return switch (payload) {
      case Payload.Inline inline -> new String(inline.bytes(), StandardCharsets.UTF_8);
      case Payload.Stored stored ->
          throw new IllegalArgumentException("no delivery is named in a blob: " + stored.blob());
    };
  }

  private static StageResult done(StageContext context) {
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  private StageResult closed(Delivery delivery) throws IOException {
    String why = "The subscription is removed or disabled; enable it, then replay.";
    note(delivery, new Attempt(now(), 0, Duration.ZERO, why), Delivery.State.FAILED);
    return StageResult.giveUp("callback.endpoint_closed", why);
  }

  private StageResult settle(StageContext context, Delivery delivery, Outcome outcome)
      throws IOException {
    if (outcome instanceof Outcome.Answer answer && answer.good()) {
      books.subscriptions().well(delivery.endpoint());
      note(delivery, attempt(outcome), Delivery.State.DELIVERED);
      return done(context);
    }
    StageResult result = trouble(context.chunk().attempt(), delivery, outcome);
    note(
        delivery,
        attempt(outcome),
        result instanceof StageResult.GiveUp ? Delivery.State.FAILED : Delivery.State.PENDING);
    if (!ofJobs(delivery)) {
      judge(delivery.endpoint(), outcome);
    }
    return result;
  }

  private StageResult trouble(int attempt, Delivery delivery, Outcome outcome) {
    Problem problem = problem(outcome);
    boolean last = attempt > settings.waits().size();
    if (last || outcome instanceof Outcome.Refused || gone(outcome)) {
      return new StageResult.GiveUp(problem);
    }
    Duration wait = jittered(settings.waits().get(attempt - 1));
    Duration asked = asked(outcome);
    if (asked.isPositive() && !ofJobs(delivery)) {
      gates.pause(delivery.endpoint().gate(), now().plus(asked));
    }
    return new StageResult.RetryLater(problem, asked.compareTo(wait) > 0 ? asked : wait);
  }

  private static boolean ofJobs(Delivery delivery) {
    return delivery.endpoint().id().equals(EndpointKey.OF_JOBS);
  }

  private static boolean gone(Outcome outcome) {
    return outcome instanceof Outcome.Answer answer && answer.status() == 410;
  }

  private Duration asked(Outcome outcome) {
    return outcome instanceof Outcome.Answer answer
        ? answer.retryAfter(now()).orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  /** A tenth more or less, so that what failed together does not come back together. */
  private static Duration jittered(Duration wait) {
    long tenth = wait.toMillis() / 10;
    return wait.plusMillis(ThreadLocalRandom.current().nextLong(-tenth, tenth + 1));
  }

  /** What a failure means for everything else that the endpoint is to be told. */
  private void judge(EndpointKey key, Outcome outcome) throws IOException {
    if (gone(outcome)) {
      books.subscriptions().disable(key, "It answered 410 Gone.");
      return;
    }
    Standing standing = books.subscriptions().failed(key, now());
    Instant since = standing.failingSince().orElse(now());
    if (since.plus(settings.patience()).isBefore(now())) {
      books.subscriptions().disable(key, "Nothing came through since %s.".formatted(since));
    } else if (standing.failures() >= STRIKES) {
      int times = Math.min(standing.failures() - STRIKES, LONGEST_BREAK);
      gates.pause(key.gate(), now().plus(FIRST_BREAK.multipliedBy(1L << times)));
    }
  }

  private void note(Delivery delivery, Attempt attempt, Delivery.State state) throws IOException {
    books.deliveries().note(delivery, attempt, state);
  }

  private Attempt attempt(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answer answer ->
          new Attempt(
              now(),
              answer.status(),
              answer.took(),
              new String(answer.body(), StandardCharsets.UTF_8));
      case Outcome.Refused(var problem) -> new Attempt(now(), 0, Duration.ZERO, problem.detail());
      case Outcome.Failed(var problem, var took) -> new Attempt(now(), 0, took, problem.detail());
    };
  }

  private static Problem problem(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answer answer when answer.status() >= 300 && answer.status() < 400 ->
          new Problem(
              "callback.redirected",
              "The endpoint answered %d; redirects are not followed.".formatted(answer.status()));
      case Outcome.Answer answer ->
          new Problem("callback.status", "The endpoint answered %d.".formatted(answer.status()));
      case Outcome.Refused(var problem) -> problem;
      case Outcome.Failed(var problem, var took) -> problem;
    };
  }

  private Instant now() {
    return sending.clock().instant();
  }
}
