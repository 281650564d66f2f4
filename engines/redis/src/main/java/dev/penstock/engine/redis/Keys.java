package dev.penstock.engine.redis;

import dev.penstock.engine.Coalescing;
import dev.penstock.engine.Submission;
import java.util.Optional;

/**
 * Names keys. Each begins with the hash tag of its shard, so that one function call stays within
 * one slot of a cluster. Today there is one shard; {@link #shard(Submission)} is where more come
 * from: jobs that must see each other (a lane, a coalesce key, an idempotency key, a job and what
 * follows it) fall into one.
 */
final class Keys {
  private static final int SHARDS = 1;

  private final String namespace;

  Keys(String namespace) {
    this.namespace = namespace;
  }

  /** What all keys of a shard begin with. */
  String prefix(int shard) {
    return "{" + namespace + ":" + shard + "}";
  }

  /** The shard of a job that comes in; what follows a job inherits its shard. */
  static int shard(Submission submission) {
    String what =
        submission
            .terms()
            .lane()
            .map(lane -> "lane/" + lane)
            .or(() -> submission.terms().coalescing().map(how -> "same/" + how.key()))
            .or(() -> submission.sameAs().map(same -> "key/" + same.key()))
            .orElse("job/" + submission.id());
    return Math.floorMod((submission.tenant() + "/" + what).hashCode(), SHARDS);
  }

  /** The line of jobs in which a submission waits because of its lane. */
  static Optional<String> lane(Submission submission) {
    return submission.terms().lane().map(lane -> line(submission, "lane", lane));
  }

  /** The line of jobs in which a submission waits because of its coalesce key. */
  static Optional<String> coalescing(Submission submission) {
    return submission
        .terms()
        .coalescing()
        .map(Coalescing::key)
        .map(key -> line(submission, "same", submission.plan().pipeline() + "/" + key));
  }

  private static String line(Submission submission, String kind, String name) {
    String tenant = submission.tenant();
    return kind + ":" + tenant.length() + ":" + tenant + ":" + name;
  }
}
