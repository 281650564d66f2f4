package dev.penstock.runtime.child;

import dev.penstock.blob.BlobStore;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.runtime.wire.Board;
import dev.penstock.runtime.wire.Order;
import dev.penstock.runtime.wire.TallyFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The context of one attempt in a worker process: what it cannot do itself it asks the host. */
final class ChildContext implements StageContext {
  private final Order order;
  private final Line line;
  private final Board board;
  private final PipedBlobs blobs;
  private Chunk chunk;

  ChildContext(Order order, Line line, Board board) {
    this.order = order;
    this.line = line;
    this.board = board;
    this.blobs = new PipedBlobs(line);
    this.chunk = order.chunk();
  }

  @Override
  public Chunk chunk() {
    return chunk;
  }

  @Override
  public InputValues inputs() {
    return order.inputs();
  }

  @Override
  public BlobStore blobs() {
    return blobs;
  }

  @Override
  public String blobKey(Keep keep, String part) {
    return switch (keep) {
      case WORK -> order.work() + part;
      case JOB -> order.job() + part;
    };
  }

  @Override
  public void checkpoint(
      byte[] cursor, Tally tally, List<Spawn> spawns, @Nullable Rejects rejects) {
    try {
      StageRun.send(spawns, line);
      line.ask(TallyFrame.checkpoint(cursor, tally, rejects), "kept", answer -> answer);
    } catch (Line.RefusedException e) {
      throw new Stage.Stopped("checkpoint: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("the host is gone", e);
    }
    var load = chunk.load().in() > 0 ? chunk.load().less(tally) : chunk.load();
    chunk =
        new Chunk(
            chunk.job(),
            chunk.number(),
            chunk.place(),
            load,
            chunk.fence(),
            chunk.attempt(),
            chunk.in(),
            Optional.of(cursor));
  }

  @Override
  public void progress(long items) {
    board.items(items);
  }

  @Override
  public void permit(String gate, int permits) {
    throw new UnsupportedOperationException(
        "an isolated stage has no network, and so asks no gate; a chunk's toll is paid before it"
            + " runs");
  }

  @Override
  public boolean stopping() {
    return board.stopped(order.run());
  }
}
