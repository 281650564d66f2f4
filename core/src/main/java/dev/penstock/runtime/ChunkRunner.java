package dev.penstock.runtime;

import dev.penstock.blob.BlobMissingException;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.StoreFullException;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Step;
import dev.penstock.engine.UnconservedStepException;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Problem;
import dev.penstock.job.StageProgress;
import dev.penstock.pipeline.DivisibleStage;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one claimed chunk to its commit. The one place where exceptions of stages end: trouble that
 * may pass becomes a retry, a bug becomes a retry that says so, and nothing takes the host down.
 */
final class ChunkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkRunner.class);
  private static final int COMMIT_TRIES = 20;
  private static final Duration FULL = Duration.ofSeconds(5);

  /**
   * Failed attempts of a stage in one job, up to which chunks are cut around the item that they had
   * in hand. Beyond it is no bad item that fails but the stage, or all of the payload: to look for
   * the culprit would try every item several times.
   */
  static final int MOST_CUTS = 200;

  private final StageSpec stage;
  private final StageRun run;
  private final Engine engine;
  private final BlobStore blobs;
  private final InHand inHand;

  ChunkRunner(StageSpec stage, StageRun run, Engine engine, BlobStore blobs, InHand inHand) {
    this.stage = stage;
    this.run = run;
    this.engine = engine;
    this.blobs = blobs;
    this.inHand = inHand;
  }

  void run(Claim claim) {
    Hold hold = inHand.take(claim, stage.lease());
    try {
      var context = new ChunkContext(claim, engine, blobs, hold);
      attempt(context, hold).map(step -> bounded(claim, step)).ifPresent(s -> settle(claim, s));
      // why: a bug here, be it of the engine, must not end the thread without a word.
    } catch (Throwable e) {
      LOG.error("{} lets {} lie until its lease is over", stage.name(), claim.chunk(), e);
    } finally {
      inHand.drop(hold);
    }
  }

  /** Empty: nobody wants to hear of this chunk from us any more. */
  private Optional<Step> attempt(ChunkContext context, Hold hold) {
    hold.enterStage();
    try {
      return Optional.of(run.run(context));
    } catch (Stage.Stopped e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      return givenBack(hold);
    } catch (BlobMissingException e) {
      return Optional.of(new Step.Dead(new Problem("blob.missing", said(e))));
    } catch (StoreFullException e) {
      return waitForRoom(hold, e);
    } catch (IOException e) {
      // An interrupted channel closes with an IOException of its own.
      return hold.stopping() != null ? givenBack(hold) : retry(new Problem("io.failed", said(e)));
    } catch (EngineUnavailableException e) {
      return retry(new Problem("engine.unavailable", said(e)));
    } catch (OutOfMemoryError e) {
      return retry(new Problem("stage.out_of_memory", "stage " + stage.name() + ": " + said(e)));
      // why: a stage is anybody's code; errors of linking and undeclared exceptions end here too
    } catch (Throwable e) {
      LOG.error("bug in stage {}, chunk {}", stage.name(), context.chunk().number(), e);
      return afterBug(
          context,
          hold,
          new Problem("stage.bug", "%s: %s.".formatted(e.getClass().getSimpleName(), said(e))));
    } finally {
      hold.leaveStage();
    }
  }

  /** A cut, as long as cutting helps. */
  private Step bounded(Claim claim, Step step) {
    if (!(step instanceof Step.Split split) || failures(claim) < MOST_CUTS) {
      return step;
    }
    String detail =
        "%s The stage has failed %d times in this job, so the chunk is not cut around the item any more."
            .formatted(split.problem().detail(), failures(claim));
    return new Step.Retry(new Problem(split.problem().code(), detail), null);
  }

  private long failures(Claim claim) {
    try {
      return engine.log().job(claim.chunk().job()).stream()
          .flatMap(job -> job.stages().stream())
          .filter(each -> each.stage().equals(stage.name()))
          .mapToLong(StageProgress::retries)
          .sum();
    } catch (EngineUnavailableException e) {
      // The commit will find out whether it is there again.
      return 0;
    }
  }

  /** One bad item does not take the others of its chunk along. */
  private Optional<Step> afterBug(ChunkContext context, Hold hold, Problem problem) {
    if (!(stage.stage() instanceof DivisibleStage divisible)
        || stage.edge() == Edge.START
        || context.chunk().load().in() == 0) {
      return retry(problem);
    }
    try {
      return Optional.of(
          Suspicion.after(
              context,
              problem,
              OptionalLong.of(hold.items()),
              divisible::divide,
              (why, _) -> new Step.Retry(why, null)));
    } catch (InterruptedException e) {
      return givenBack(hold);
    }
  }

  /**
   * A full disk is no fault of the chunk: it goes back uncharged, after a pause that its stage
   * feels.
   */
  private Optional<Step> waitForRoom(Hold hold, StoreFullException full) {
    LOG.warn("stage {} waits for room: {}", stage.name(), full.getMessage());
    try {
      Thread.sleep(FULL);
      return Optional.of(new Step.Release("waits for room: " + full.getMessage()));
    } catch (InterruptedException e) {
      return givenBack(hold);
    }
  }

  private static Optional<Step> retry(Problem problem) {
    return Optional.of(new Step.Retry(problem, null));
  }

  private static Optional<Step> givenBack(Hold hold) {
    return hold.stopping() == Hold.Reason.UNWANTED
        ? Optional.empty()
        : Optional.of(new Step.Release("the host stops"));
  }

  private static String said(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private void settle(Claim claim, Step step) {
    Verdict verdict;
    try {
      verdict = commit(claim, step);
    } catch (UnconservedStepException e) {
      LOG.error("bug in stage {}: {}", stage.name(), e.getMessage());
      verdict = commit(claim, new Step.Retry(new Problem("stage.unconserved", said(e)), null));
      // why: whatever a bug of the engine is, the chunk must not wait for the end of its lease.
    } catch (RuntimeException | Error e) {
      LOG.error("bug in the commit of {}, gives the chunk back", claim.chunk(), e);
      var problem = new Problem("engine.bug", e.getClass().getSimpleName() + ": " + said(e));
      verdict = commit(claim, new Step.Retry(problem, null));
    }
    if (verdict != Verdict.APPLIED) {
      LOG.info(
          "{} chunk {} of job {}: {}",
          stage.name(),
          claim.chunk().number(),
          claim.chunk().job(),
          verdict);
    }
  }

  /** A commit is safe to repeat: the second of two equal ones answers FENCED. */
  private Verdict commit(Claim claim, Step step) {
    for (int tries = 1; ; tries++) {
      try {
        return engine.commit(claim, step);
      } catch (EngineUnavailableException e) {
        LOG.debug("commit of {} failed, {}. try", claim.chunk(), tries, e);
        if (tries == COMMIT_TRIES || !pause(Duration.ofMillis(100L * tries))) {
          return Verdict.FENCED;
        }
      }
    }
  }

  private static boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
