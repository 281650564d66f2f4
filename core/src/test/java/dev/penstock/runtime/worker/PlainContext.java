package dev.penstock.runtime.worker;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A chunk without an engine behind it. */
final class PlainContext implements StageContext {
  private final Chunk chunk;
  private final BlobStore blobs;
  volatile boolean stopping;
  volatile long items = -1;
  int checkpoints;

  PlainContext(Payload in, long items, BlobStore blobs) {
    this.chunk =
        new Chunk(
            JobId.next(InstantSource.system()),
            1,
            new Place("work", "", 0),
            Tally.ofOk(items),
            17,
            1,
            in,
            Optional.empty());
    this.blobs = blobs;
  }

  @Override
  public Chunk chunk() {
    return chunk;
  }

  @Override
  public InputValues inputs() {
    return new InputValues(Map.of("color", "blue"));
  }

  @Override
  public BlobStore blobs() {
    return blobs;
  }

  @Override
  public String blobKey(Keep keep, String part) {
    return "jobs/%s/17-%s".formatted(keep.name().toLowerCase(Locale.ROOT), part);
  }

  @Override
  public void checkpoint(
      byte[] cursor, Tally tally, List<Spawn> spawns, @Nullable Rejects rejects) {
    checkpoints++;
  }

  @Override
  public void progress(long items) {
    this.items = items;
  }

  @Override
  public void permit(String gate, int permits) {}

  @Override
  public boolean stopping() {
    return stopping;
  }
}
