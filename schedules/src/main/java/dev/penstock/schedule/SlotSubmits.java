package dev.penstock.schedule;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.job.JobIds;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.schedule.Schedule.Order;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Makes a slot a job. Submitting a slot again changes nothing, as long as the engine keeps its job:
 * the idempotency key names schedule and slot. Thread-safe.
 */
public final class SlotSubmits {
  private static final Duration UNAVAILABLE = Duration.ofSeconds(5);

  private final Engine engine;
  private final Function<String, Optional<Pipeline>> pipelines;
  private final JobIds ids;

  /**
   * @param pipelines those that run here, by name
   */
  public SlotSubmits(
      Engine engine, Function<String, Optional<Pipeline>> pipelines, InstantSource clock) {
    this.engine = engine;
    this.pipelines = pipelines;
    this.ids = new JobIds(clock);
  }

  /** Submits one slot. */
  public Outcome submit(Schedule schedule, Instant slot) {
    return submit(schedule, slot, Optional.empty());
  }

  /**
   * Submits one slot.
   *
   * @param again the name of the repetition if the slot may have run before, and is to run all the
   *     same
   */
  Outcome submit(Schedule schedule, Instant slot, Optional<String> again) {
    Optional<Pipeline> pipeline = pipelines.apply(schedule.order().pipeline());
    if (pipeline.isEmpty()) {
      return new Outcome.Refused(List.of(unknown(schedule.order())));
    }
    Map<String, String> given = given(schedule, slot);
    return switch (read(pipeline.get(), given)) {
      case Inputs.Reading.Refused(var problems) -> new Outcome.Refused(problems);
      case Inputs.Reading.Accepted(var values) -> {
        ScheduleKey key = schedule.key();
        var once =
            new Idempotency(
                again
                    .map(name -> key.idempotencyKey(slot, name))
                    .orElseGet(() -> key.idempotencyKey(slot)),
                hash(schedule.order(), given));
        yield submit(submission(schedule, slot, pipeline.get(), values, once));
      }
    };
  }

  /** Why this slot would be refused; empty when it would not. Nothing is submitted. */
  public List<Problem> problems(Schedule schedule, Instant slot) {
    Optional<Pipeline> pipeline = pipelines.apply(schedule.order().pipeline());
    if (pipeline.isEmpty()) {
      return List.of(unknown(schedule.order()));
    }
    return switch (read(pipeline.get(), given(schedule, slot))) {
      case Inputs.Reading.Refused(var problems) -> problems;
      case Inputs.Reading.Accepted(_) -> List.of();
    };
  }

  private static Problem unknown(Order order) {
    return new Problem(
        "pipeline.unknown", "There is no pipeline '%s' here.".formatted(order.pipeline()));
  }

  private static Map<String, String> given(Schedule schedule, Instant slot) {
    return SlotWords.filled(schedule.order().inputs(), slot, schedule.timing().zone());
  }

  private static Inputs.Reading read(Pipeline pipeline, Map<String, String> given) {
    var lists = new LinkedHashMap<String, List<String>>();
    new TreeMap<>(given).forEach((name, value) -> lists.put(name, List.of(value)));
    return pipeline.inputs().read(lists);
  }

  private Submission submission(
      Schedule schedule, Instant slot, Pipeline pipeline, InputValues values, Idempotency once) {
    ScheduleKey key = schedule.key();
    return new Submission(
        ids.next(),
        key.tenant(),
        Plan.of(pipeline),
        key.id() + " " + slot,
        values,
        schedule.order().payload(),
        Optional.of(once));
  }

  private Outcome submit(Submission submission) {
    try {
      return switch (engine.submit(submission)) {
        case Admission.Accepted(var job) -> new Outcome.Submitted(job, true);
        case Admission.Existing(var job) -> new Outcome.Submitted(job, false);
        case Admission.Joined(var job) -> new Outcome.Submitted(job, false);
        case Admission.Conflict(var job) -> new Outcome.Clash(job);
        case Admission.Busy(var retryAfter, var limit) ->
            new Outcome.PutOff(
                retryAfter,
                new Problem(
                    limit.startsWith("tenant.") ? "tenant.busy" : "engine.busy",
                    "The limit on open " + limit + " is reached."));
      };
    } catch (EngineUnavailableException e) {
      return new Outcome.PutOff(
          UNAVAILABLE, new Problem("engine.unavailable", String.valueOf(e.getMessage())));
    }
  }

  /**
   * Over route, inputs as given and payload. Not over the inputs as read: their defaults may be
   * others after an update, and a slot is the same slot then.
   */
  private static String hash(Order order, Map<String, String> given) {
    MessageDigest hash = sha256();
    var text = new StringBuilder("schedule ").append(order.pipeline()).append('\n');
    new TreeMap<>(given)
        .forEach(
            (name, value) ->
                text.append(name)
                    .append('=')
                    .append(value.length())
                    .append(':')
                    .append(value)
                    .append('\n'));
    hash.update(text.toString().getBytes(StandardCharsets.UTF_8));
    hash.update(order.payload().bytes());
    return HexFormat.of().formatHex(hash.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
