package dev.penstock.callback;

import dev.penstock.blob.Payload;
import dev.penstock.engine.FollowUp;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.InputValues;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Jobs of the {@code callbacks} pipeline, as they are asked for. Their inputs say what to tell. */
public final class CallbackOrders {
  static final String TARGET = "target";
  static final String WATCHED = "watched-job";
  static final String TEST = "test";
  static final String REPLAY = "replay";
  static final String DELIVERY = "delivery";
  static final String FROM = "from";
  static final String UNTIL = "until";
  static final String STATE = "state";

  private static final Set<JobState> ENDED =
      Set.of(JobState.SUCCESSFUL, JobState.FAILED, JobState.DISMISSED);

  private CallbackOrders() {}

  /**
   * Tells the addresses that a job names for itself.
   *
   * @param failed also when the job is dismissed
   */
  public static List<FollowUp> toJobs(Optional<URI> successful, Optional<URI> failed) {
    var orders = new ArrayList<FollowUp>();
    successful.ifPresent(uri -> orders.add(toOne(Set.of(JobState.SUCCESSFUL), uri)));
    failed.ifPresent(uri -> orders.add(toOne(Set.of(JobState.FAILED, JobState.DISMISSED), uri)));
    return orders;
  }

  private static FollowUp toOne(Set<JobState> on, URI target) {
    return followUp(on, Map.of(TARGET, target.toString()));
  }

  /** Tells those who subscribed, whoever that is when the job ends. */
  static FollowUp toSubscribers() {
    return followUp(ENDED, Map.of());
  }

  private static FollowUp followUp(Set<JobState> on, Map<String, String> inputs) {
    return new FollowUp(
        on, CallbacksPipeline.PLAN, "", new InputValues(inputs), Payload.NONE, Optional.empty());
  }

  /** Tells one address how a job gets on, until it ends. Asking twice is asking once. */
  public static Submission progress(JobId id, String tenant, JobId watched, URI target) {
    var inputs = Map.of(WATCHED, watched.value(), TARGET, target.toString());
    String key = "callbacks/progress/" + watched;
    var same = Optional.of(new Submission.Idempotency(key, target.toString()));
    return new Submission(
        id,
        tenant,
        CallbacksPipeline.PLAN,
        "",
        new InputValues(inputs),
        Payload.NONE,
        same,
        Terms.PLAIN.child(watched));
  }

  /** Sends a subscription an event that only shows that events arrive. */
  public static Submission test(JobId id, EndpointKey to) {
    return plain(id, to.tenant(), Map.of(TEST, to.id()));
  }

  /** Delivers one delivery again. */
  public static Submission replay(JobId id, Delivery delivery) {
    return plain(
        id,
        delivery.endpoint().tenant(),
        Map.of(REPLAY, delivery.endpoint().id(), DELIVERY, delivery.id()));
  }

  /** Delivers again what an endpoint was to be told of in a time. */
  public static Submission replay(
      JobId id, EndpointKey to, DeliveryQuery.Range range, Optional<Delivery.State> state) {
    var inputs = new HashMap<String, String>();
    inputs.put(REPLAY, to.id());
    inputs.put(FROM, range.from().toString());
    inputs.put(UNTIL, range.until().toString());
    state.ifPresent(only -> inputs.put(STATE, only.name()));
    return plain(id, to.tenant(), inputs);
  }

  private static Submission plain(JobId id, String tenant, Map<String, String> inputs) {
    return new Submission(
        id,
        tenant,
        CallbacksPipeline.PLAN,
        "",
        new InputValues(inputs),
        Payload.NONE,
        Optional.empty());
  }
}
