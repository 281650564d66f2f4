package dev.penstock.runtime.child;

import dev.penstock.engine.Step;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageResult;
import dev.penstock.runtime.wire.BlobFailure;
import dev.penstock.runtime.wire.Board;
import dev.penstock.runtime.wire.Draft;
import dev.penstock.runtime.wire.Exits;
import dev.penstock.runtime.wire.Order;
import dev.penstock.runtime.wire.ResultForm;
import dev.penstock.runtime.wire.SpawnForm;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One chunk, from the order to the frame that ends it. Whatever the stage throws ends here. */
final class StageRun implements Runnable {
  private static final int LONGEST_DETAIL = 4_000;

  private final Stage stage;
  private final Line line;
  private final Board board;
  private final Beats beats;
  private final Order order;

  StageRun(Stage stage, Line line, Board board, Beats beats, Order order) {
    this.stage = stage;
    this.line = line;
    this.board = board;
    this.beats = beats;
    this.order = order;
  }

  @Override
  public void run() {
    try {
      try {
        send(staged());
        // why: whatever a stage does is told to the host, which decides what it costs.
      } catch (Throwable e) {
        line.tell(end(e));
      }
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(Exits.OUT_OF_MEMORY);
    } catch (IOException e) {
      // The host does not hear us any more.
      Runtime.getRuntime().halt(0);
    }
  }

  private StageResult staged() throws IOException, InterruptedException {
    beats.enter(order.run());
    try {
      return stage.run(new ChildContext(order, line, board));
    } finally {
      beats.leave();
    }
  }

  private void send(StageResult result) throws IOException {
    Draft frame = ResultForm.draft(result);
    if (result instanceof StageResult.Done done) {
      send(done.spawns(), line);
    }
    line.tell(frame);
  }

  /** Sends spawns ahead of the frame that they belong to. */
  static void send(List<Spawn> spawns, Line line) throws IOException {
    if (spawns.size() > Step.MAX_SPAWNS) {
      throw new IllegalArgumentException(
          spawns.size() + " spawns in one step, at most " + Step.MAX_SPAWNS + " are allowed");
    }
    for (Spawn spawn : spawns) {
      line.tell(SpawnForm.draft(spawn));
    }
  }

  private Draft end(Throwable thrown) throws IOException {
    if (causedBy(thrown, OutOfMemoryError.class) instanceof OutOfMemoryError e) {
      return failing("out_of_memory", "The worker ran out of memory: " + said(e) + ".");
    }
    if (causedBy(thrown, StackOverflowError.class) != null) {
      return failing("stack_overflow", "The worker's stack overflowed.");
    }
    return switch (thrown) {
      case InterruptedException _, Stage.Stopped _ -> Draft.of("stopped");
      case IOException e ->
          Draft.of("failed").put("kind", BlobFailure.kind(e)).put("detail", said(e));
      default -> bug(thrown);
    };
  }

  private Draft bug(Throwable bug) throws IOException {
    line.tell(Draft.of("log").put("text", Trace.of(bug)));
    return Draft.of("retry")
        .put("code", "stage.bug")
        .put("detail", bug.getClass().getSimpleName() + ": " + said(bug));
  }

  private static Draft failing(String kind, String detail) {
    return Draft.of("failing").put("kind", kind).put("detail", detail);
  }

  /** Also what a pool of threads has wrapped. */
  private static @Nullable Throwable causedBy(Throwable thrown, Class<?> kind) {
    @Nullable Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (kind.isInstance(cause)) {
        return cause;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static String said(Throwable e) {
    String message = e.getMessage();
    String said = message == null ? e.getClass().getSimpleName() : message;
    return said.length() <= LONGEST_DETAIL ? said : said.substring(0, LONGEST_DETAIL);
  }
}
