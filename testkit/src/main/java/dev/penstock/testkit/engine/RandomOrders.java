package dev.penstock.testkit.engine;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.Coalescing;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.FollowUp;
import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Tolerance;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Toll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What users and operators might ask for, at random. */
final class RandomOrders {
  /** Two gates that somebody names, and the gate of a stage. */
  private static final List<String> GATES = List.of("g0", "g1", Toll.stageGate("line", "b"));

  private static final List<JobState> ENDINGS =
      List.of(JobState.SUCCESSFUL, JobState.FAILED, JobState.DISMISSED);

  private final SplittableRandom random;

  RandomOrders(SplittableRandom random) {
    this.random = random;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  String tenant() {
    return oneIn(4) ? "umbrella" : "acme";
  }

  /** A job of the plan; {@code number} tells it from all others. */
  Submission order(Plan plan, int number, Plan after, Optional<Job> other) {
    Optional<Idempotency> key =
        oneIn(3)
            ? Optional.of(new Idempotency("k" + random.nextInt(5), "h" + random.nextInt(2)))
            : Optional.empty();
    return new Submission(
        new JobId("01kjn2fdg0%016d".formatted(number)),
        tenant(),
        plan,
        "job " + number,
        new InputValues(Map.of("n", "" + number)),
        Outcomes.text("payload " + number + "!".repeat(random.nextInt(40))),
        key,
        terms(after, other));
  }

  private Terms terms(Plan after, Optional<Job> other) {
    Terms terms = Terms.PLAIN.priority(oneIn(3) ? random.nextInt(10) : 0).toll(toll());
    if (oneIn(3)) {
      terms = terms.lane("l" + random.nextInt(2));
    }
    if (oneIn(3)) {
      Coalescing.Mode mode = oneIn(3) ? Coalescing.Mode.JOIN : Coalescing.Mode.RERUN;
      terms = terms.coalescing("c" + random.nextInt(2), mode);
    }
    if (oneIn(3)) {
      terms = terms.tolerance(tolerance());
    }
    if (oneIn(6) && other.isPresent()) {
      terms = terms.child(other.get().id());
    }
    var followUps = new ArrayList<FollowUp>();
    while (oneIn(4)) {
      followUps.add(followUp(after));
    }
    return terms.followedBy(followUps);
  }

  private Tolerance tolerance() {
    return switch (random.nextInt(3)) {
      case 0 -> Tolerance.NONE;
      case 1 -> new Tolerance(random.nextInt(4), 1);
      default -> new Tolerance(Long.MAX_VALUE, random.nextInt(5) / 4.0);
    };
  }

  private FollowUp followUp(Plan after) {
    var on = new HashSet<JobState>();
    on.add(ENDINGS.get(random.nextInt(3)));
    on.add(ENDINGS.get(random.nextInt(3)));
    int number = random.nextInt(100);
    return new FollowUp(
        on,
        after,
        "call " + number,
        new InputValues(Map.of("n", "" + number)),
        Outcomes.text("call " + number),
        toll());
  }

  /** Mostly none. */
  Optional<Toll> toll() {
    return oneIn(4)
        ? Optional.of(new Toll("g" + random.nextInt(2), 1 + random.nextInt(4)))
        : Optional.empty();
  }

  String gate() {
    return GATES.get(random.nextInt(GATES.size()));
  }

  GateLimits gateLimits() {
    return switch (random.nextInt(4)) {
      case 0 -> GateLimits.OPEN;
      case 1 -> GateLimits.concurrency(1 + random.nextInt(6));
      case 2 -> GateLimits.rate(1 + random.nextInt(3), Duration.ofSeconds(1 + random.nextInt(9)));
      default ->
          new GateLimits(
              1 + random.nextInt(7),
              Duration.ofSeconds(1 + random.nextInt(7)),
              1 + random.nextInt(5),
              random.nextInt(5));
    };
  }

  Instant pause(Instant now) {
    return oneIn(5) ? Instant.MAX : now.plusSeconds(random.nextInt(-5, 40));
  }

  /** A replay of all dead letters or of some, a few of them edited. */
  Control.Replay replay(List<Long> dead) {
    if (random.nextBoolean()) {
      return new Control.Replay(Set.of());
    }
    var chosen = new HashSet<Long>();
    var edits = new HashMap<Long, Payload>();
    for (long chunk : dead) {
      if (random.nextBoolean()) {
        chosen.add(chunk);
        if (oneIn(3)) {
          edits.put(chunk, Outcomes.text("edit " + random.nextInt(100)));
        }
      }
    }
    if (oneIn(5)) {
      chosen.add(1L + random.nextInt(9));
    }
    return new Control.Replay(chosen, edits);
  }

  /** A query with any of its filters, from any place on. */
  DeadLetterQuery deadLetters(List<Job> jobs) {
    DeadLetterQuery query = DeadLetterQuery.of(tenant(), oneIn(2) ? 100 : 1 + random.nextInt(4));
    if (oneIn(3)) {
      query = query.stage(Plans.stage(random.nextInt(4)));
    }
    if (oneIn(3)) {
      query = query.pipeline(oneIn(2) ? "line" : "side");
    }
    if (oneIn(3)) {
      query = query.code(oneIn(2) ? Outcomes.TROUBLE.code() : "chunk.poison");
    }
    if (!jobs.isEmpty() && oneIn(3)) {
      query = query.job(any(jobs).id());
    }
    if (!jobs.isEmpty() && oneIn(3)) {
      query = query.after(new ChunkKey(any(jobs).id(), random.nextInt(12)));
    }
    return query;
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Names of gates for tests that open them all again. */
  static Stream<String> gates() {
    return GATES.stream();
  }
}
