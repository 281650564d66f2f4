package dev.penstock.runtime;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Step;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The context of one attempt: a thin view on its claim. */
final class ChunkContext implements StageContext {
  /** A gate may be opened by hand meanwhile. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Claim claim;
  private final Engine engine;
  private final BlobStore blobs;
  private final Hold hold;
  private Tally load;
  private Optional<byte[]> cursor;
  private int checkpoints;

  ChunkContext(Claim claim, Engine engine, BlobStore blobs, Hold hold) {
    this.claim = claim;
    this.engine = engine;
    this.blobs = blobs;
    this.hold = hold;
    this.load = claim.load();
    this.cursor = claim.work().cursor();
    this.checkpoints = claim.work().checkpoints();
  }

  @Override
  public Chunk chunk() {
    var scope = claim.scope();
    return new Chunk(
        claim.chunk().job(),
        claim.chunk().number(),
        new Place(scope.stage(), scope.group(), scope.round()),
        load,
        claim.lease().fence(),
        claim.lease().attempt(),
        claim.work().in(),
        cursor);
  }

  @Override
  public String tenant() {
    return claim.work().tenant();
  }

  @Override
  public InputValues inputs() {
    return claim.work().inputs();
  }

  @Override
  public BlobStore blobs() {
    return blobs;
  }

  @Override
  public String blobKey(Keep keep, String part) {
    return "jobs/%s/%s/%s/%d-%d-%s"
        .formatted(
            claim.chunk().job(),
            keep.name().toLowerCase(Locale.ROOT),
            claim.scope().stage(),
            claim.chunk().number(),
            claim.lease().fence(),
            part);
  }

  @Override
  public void checkpoint(
      byte[] cursor, Tally tally, List<Spawn> spawns, @Nullable Rejects rejects) {
    hold.leaveStage();
    // Counted up only when it is answered: whoever calls again makes the same one again.
    var step = new Step.Checkpoint(checkpoints + 1, cursor, tally, spawns, rejects);
    Verdict verdict;
    try {
      verdict = engine.commit(claim, step);
    } catch (EngineUnavailableException e) {
      hold.enterStage();
      throw e;
    }
    if (verdict != Verdict.APPLIED) {
      throw new Stage.Stopped("checkpoint: " + verdict);
    }
    if (load.in() > 0) {
      load = load.less(tally);
    }
    this.cursor = Optional.of(cursor);
    checkpoints++;
    hold.progress(0);
    hold.enterStage();
  }

  @Override
  public void progress(long items) {
    hold.progress(items);
  }

  @Override
  public void permit(String gate, int permits) throws InterruptedException {
    for (Duration wait = engine.gates().take(gate, permits);
        !wait.isZero();
        wait = engine.gates().take(gate, permits)) {
      Thread.sleep(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    }
  }

  @Override
  public boolean stopping() {
    return hold.stopping() != null;
  }
}
