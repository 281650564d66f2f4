package dev.penstock.engine.redis;

import dev.penstock.engine.Admission;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.FollowUp;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Tolerance;
import dev.penstock.engine.Turns;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How jobs come in. One that is made when its caller has given up does no harm: its id is in it, so
 * that the second try finds the job of the first and is told that it was accepted; where nobody
 * tries again there is a job that was not acknowledged, as after any lost answer.
 */
final class Submitting {
  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final int MOST_UNANSWERED = 4_096;

  private final Shard shard;
  private final EngineLimits limits;

  /** Those whose answer was lost last: they may be there, and may be sent again. */
  private final Set<JobId> unanswered =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<JobId, Boolean> eldest) {
                  return size() > MOST_UNANSWERED;
                }
              }));

  Submitting(Shard shard, EngineLimits limits) {
    this.shard = shard;
    this.limits = limits;
  }

  Admission submit(Submission submission) {
    try {
      Admission admission = ask(submission);
      unanswered.remove(submission.id());
      return admission;
    } catch (EngineUnavailableException e) {
      unanswered.add(submission.id());
      throw e;
    }
  }

  private Admission ask(Submission submission) {
    Map<String, PlanText> plans = plans(submission);
    Args args = args(submission, plans);
    // Each plan that is missing is asked for once.
    for (int i = 0; i <= plans.size(); i++) {
      Reply answer = shard.change("submit", args).list(0);
      String what = answer.text(1);
      switch (answer.text(0)) {
        case "PLAN" -> keep(plans, what);
        case "ACCEPTED" -> {
          return new Admission.Accepted(new JobId(what));
        }
        case "EXISTING" -> {
          return new Admission.Existing(new JobId(what));
        }
        case "JOINED" -> {
          return new Admission.Joined(new JobId(what));
        }
        case "CONFLICT" -> {
          return new Admission.Conflict(new JobId(what));
        }
        case "BUSY" -> {
          return new Admission.Busy(BUSY, what);
        }
        case "REPEATED" -> {
          return repeated(submission);
        }
        case "TWICE" -> throw twice(submission.id());
        default -> throw new IllegalStateException("submit answers " + answer.text(0));
      }
    }
    throw new IllegalStateException("plans do not stay in Redis");
  }

  /** The same as a job that is there: the second try, or somebody's mistake. */
  private Admission repeated(Submission submission) {
    if (unanswered.contains(submission.id())) {
      return new Admission.Accepted(submission.id());
    }
    if (submission.sameAs().isPresent()) {
      return new Admission.Existing(submission.id());
    }
    throw twice(submission.id());
  }

  private static IllegalArgumentException twice(JobId id) {
    return new IllegalArgumentException("there is a job " + id + " already");
  }

  private void keep(Map<String, PlanText> plans, String digest) {
    PlanText plan = plans.get(digest);
    if (plan == null) {
      throw new IllegalStateException("asked for plan " + digest);
    }
    shard.keep(plan);
  }

  private static Map<String, PlanText> plans(Submission submission) {
    var plans = new HashMap<String, PlanText>();
    add(plans, submission.plan());
    submission.terms().followUps().forEach(follow -> add(plans, follow.plan()));
    return plans;
  }

  private static void add(Map<String, PlanText> plans, Plan plan) {
    PlanText text = PlanText.of(plan);
    plans.put(text.digest(), text);
  }

  private Args args(Submission submission, Map<String, PlanText> plans) {
    var args = new Args().add(submission.id().value());
    args.add(submission.sameAs().map(Idempotency::key).orElse(""));
    args.add(submission.sameAs().map(Idempotency::hash).orElse(""));
    args.add(Keys.coalescing(submission).orElse(""));
    args.add(submission.terms().coalescing().map(how -> how.mode().name()).orElse(""));
    load(args, limits.all());
    load(args, limits.tenant());
    var digests = new Packed();
    plans.keySet().forEach(digests::add);
    args.add(digests.bytes());
    order(args, submission);
    terms(args, submission.terms());
    Keys.lane(submission).ifPresent(line -> args.add("l1").add(line));
    Keys.coalescing(submission).ifPresent(line -> args.add("l2").add(line));
    return args.add("ma").add(limits.anomalies());
  }

  private static void load(Args args, Load load) {
    args.add(load.jobs()).add(load.chunks()).add(load.bytes());
  }

  private static void order(Args args, Submission submission) {
    args.add("t").add(submission.tenant());
    args.add("pl").add(PlanText.of(submission.plan()).digest());
    args.add("n").add(submission.name());
    args.add("i").add(Inputs.write(submission.inputs()));
    args.add("pi").add(Payloads.write(submission.payload()));
    args.add("pb").add(submission.payload().length());
    args.add("pc").add(Turns.cost(submission.payload()));
    submission
        .sameAs()
        .ifPresent(same -> args.add("ik").add(same.key()).add("ih").add(same.hash()));
  }

  private static void terms(Args args, Terms terms) {
    args.add("pr").add(terms.priority());
    args.add("ti").add(terms.tolerance().items());
    args.add("ts").add(Double.toString(terms.tolerance().share()));
    terms.lane().ifPresent(lane -> args.add("la").add(lane));
    terms.parent().ifPresent(parent -> args.add("pa").add(parent.value()));
    terms.toll().ifPresent(toll -> args.add("tg").add(toll.gate()).add("tw").add(toll.weight()));
    if (!terms.followUps().isEmpty()) {
      var all = new Packed();
      terms.followUps().forEach(follow -> all.add(followUp(follow)));
      args.add("fu").add(all.bytes());
    }
  }

  private static byte[] followUp(FollowUp follow) {
    var letters = new StringBuilder();
    follow.on().stream().sorted().forEach(state -> letters.append(letter(state)));
    return new Packed()
        .add(letters.toString())
        .add(PlanText.of(follow.plan()).digest())
        .add(follow.name())
        .add(Inputs.write(follow.inputs()))
        .add(Payloads.write(follow.payload()))
        .add(follow.payload().length())
        .add(Turns.cost(follow.payload()))
        .add(follow.toll().map(toll -> toll.gate()).orElse(""))
        .add(follow.toll().map(toll -> "" + toll.weight()).orElse(""))
        .add(Tolerance.ANY.items())
        .bytes();
  }

  /** How a state is written in keys and fields. */
  static char letter(JobState state) {
    return Character.toLowerCase(state.name().charAt(0));
  }
}
