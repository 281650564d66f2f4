package dev.penstock.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A stage's line in its pipeline's table: name, how chunks come in, how many run at once, how long
 * a lease lasts, when to retry.
 *
 * @param concurrency chunks of this stage that one process runs at the same time
 * @param lease how long a claim stands without a beat; beats come at a third of it
 * @param isolation how it runs in worker processes; null: in the process that claims its chunks
 * @param atStore whether it reads or writes a store, and so runs only where the store is open
 */
public record StageSpec(
    String name,
    Edge edge,
    Stage stage,
    int concurrency,
    Duration lease,
    RetryPolicy retry,
    @Nullable Isolation isolation,
    boolean atStore) {
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** Stands in for a stage that only worker processes have. */
  private static final Stage ELSEWHERE =
      context -> {
        throw new IllegalStateException(
            "stage " + context.chunk().place().stage() + " runs in worker processes only");
      };

  public StageSpec {
    if (!name.matches("[a-z][a-z0-9-]{0,31}")) {
      throw new IllegalArgumentException("not a stage name: '" + name + "'");
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be >= 1, was " + concurrency);
    }
    if (lease.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("a lease lasts at least 100 ms, not " + lease);
    }
    if (isolation != null && atStore) {
      throw new IllegalArgumentException("stage " + name + " needs a store: it cannot be isolated");
    }
  }

  /** The first stage: it discovers the items. */
  public static StageSpec start(String name, Stage stage) {
    return new StageSpec(name, Edge.START, stage, 1, LEASE, RetryPolicy.DEFAULT, null, false);
  }

  /** A stage that takes each chunk as it comes. */
  public static StageSpec each(String name, Stage stage) {
    return new StageSpec(name, Edge.EACH, stage, 1, LEASE, RetryPolicy.DEFAULT, null, false);
  }

  /** A stage behind a barrier. */
  public static StageSpec all(String name, Stage stage) {
    return new StageSpec(name, Edge.ALL, stage, 1, LEASE, RetryPolicy.DEFAULT, null, false);
  }

  /** The first stage, as a program that only worker processes run. */
  public static StageSpec start(String name, Isolation how) {
    return start(name, ELSEWHERE).isolated(how);
  }

  /** A stage that takes each chunk as it comes, as a program that only worker processes run. */
  public static StageSpec each(String name, Isolation how) {
    return each(name, ELSEWHERE).isolated(how);
  }

  /** A stage behind a barrier, as a program that only worker processes run. */
  public static StageSpec all(String name, Isolation how) {
    return all(name, ELSEWHERE).isolated(how);
  }

  public StageSpec concurrency(int chunks) {
    return new StageSpec(name, edge, stage, chunks, lease, retry, isolation, atStore);
  }

  public StageSpec lease(Duration lease) {
    return new StageSpec(name, edge, stage, concurrency, lease, retry, isolation, atStore);
  }

  public StageSpec retry(RetryPolicy retry) {
    return new StageSpec(name, edge, stage, concurrency, lease, retry, isolation, atStore);
  }

  /** The same stage, run in worker processes. */
  public StageSpec isolated(Isolation how) {
    return new StageSpec(name, edge, stage, concurrency, lease, retry, how, atStore);
  }

  /** The same stage, run only where its store is open. */
  public StageSpec atTheStore() {
    return new StageSpec(name, edge, stage, concurrency, lease, retry, isolation, true);
  }
}
