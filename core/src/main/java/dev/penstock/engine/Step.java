package dev.penstock.engine;

import dev.penstock.blob.Payload;
import dev.penstock.job.JobResult;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Toll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a holder asks {@link Engine#commit} to do with its chunk. */
public sealed interface Step {
  /** Most chunks that one step may spawn; a splitter with more checkpoints in between. */
  int MAX_SPAWNS = 1_000;

  /**
   * The chunk ends well. See {@link dev.penstock.pipeline.StageResult.Done} for what the parts
   * mean; the engine refuses a step that does not conserve the chunk's items.
   */
  record Done(
      Tally tally,
      Payload out,
      List<Spawn> spawns,
      @Nullable Rejects rejects,
      List<JobResult> results)
      implements Step {
    public Done {
      spawns = limited(spawns);
      results = List.copyOf(results);
    }
  }

  /**
   * Part of the chunk is done and stays done; the lease goes on.
   *
   * @param number the how-manieth checkpoint of its chunk it is, from 1, over all attempts: one
   *     more than {@link Claim.Work#checkpoints} when it is the first of its claim. So the engine
   *     knows one that is made again, because its answer was lost, and does not apply it twice.
   * @param cursor where the next attempt goes on, should this one end early
   */
  record Checkpoint(
      int number, byte[] cursor, Tally tally, List<Spawn> spawns, @Nullable Rejects rejects)
      implements Step {
    public Checkpoint {
      spawns = limited(spawns);
      if (number < 1) {
        throw new IllegalArgumentException("checkpoints count from 1, this is " + number);
      }
    }
  }

  /**
   * A failure that may pass. The engine draws the wait, not before {@code after}, or gives up.
   *
   * @param pause the gate that closes for {@code after}, also where the chunk gives up
   */
  record Retry(Problem problem, @Nullable Duration after, @Nullable String pause) implements Step {
    public Retry {
      if (pause != null && after == null) {
        throw new IllegalArgumentException("gate " + pause + " is to be paused, but for how long?");
      }
    }

    public Retry(Problem problem, @Nullable Duration after) {
      this(problem, after, null);
    }
  }

  /**
   * The chunk is cut into parts for the same stage, group and round, which carry its whole load; it
   * ends as done, with nothing settled. Not for START stages.
   *
   * @param problem why
   * @param parts at least two
   * @param suspect the part, from 0, that has one more of its attempts behind it, as the chunk
   *     would have after a failure, and at least one left; the others have all of theirs
   */
  record Split(Problem problem, List<Spawn> parts, int suspect) implements Step {
    public Split {
      parts = limited(parts);
      if (parts.size() < 2 || suspect < 0 || suspect >= parts.size()) {
        throw new IllegalArgumentException(
            "%d parts, the suspect is %d".formatted(parts.size(), suspect));
      }
    }

    /** A part as it is put up: it pays what its chunk paid, unless it names a toll itself. */
    public Spawn part(int number, Optional<Toll> toll) {
      Spawn part = parts.get(number);
      return part.toll().isPresent() || toll.isEmpty() ? part : part.through(toll.get());
    }
  }

  /** A failure that will not pass: the chunk becomes a dead letter. */
  record Dead(Problem problem) implements Step {}

  /** The holder stops for reasons of its own; the chunk is ready again, no attempt is charged. */
  record Release(String why) implements Step {}

  private static List<Spawn> limited(List<Spawn> spawns) {
    if (spawns.size() > MAX_SPAWNS) {
      throw new IllegalArgumentException(
          spawns.size() + " spawns in one step, at most " + MAX_SPAWNS + " are allowed");
    }
    return List.copyOf(spawns);
  }
}
