package dev.penstock.runtime.child;

import dev.penstock.pipeline.DivisibleStage;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext.Chunk;
import dev.penstock.runtime.wire.Board;
import dev.penstock.runtime.wire.Exits;
import dev.penstock.runtime.wire.Frame;
import dev.penstock.runtime.wire.Order;
import java.io.IOException;
import java.util.concurrent.SynchronousQueue;

/** Where the stage works: one order after the other, on a thread of its own. */
final class Bench {
  private final Stage stage;
  private final Line line;
  private final Board board;
  private final Beats beats;
  private final SynchronousQueue<Runnable> orders = new SynchronousQueue<>();

  Bench(Stage stage, Line line, Board board) {
    this.stage = stage;
    this.line = line;
    this.board = board;
    this.beats = new Beats(board);
  }

  boolean divides() {
    return stage instanceof DivisibleStage;
  }

  void start() {
    beats.start();
    Thread.ofPlatform().name("stage").start(this::work);
  }

  private void work() {
    try {
      while (true) {
        orders.take().run();
      }
      // why: without this thread the process would be there and answer nobody.
    } catch (Throwable e) {
      Runtime.getRuntime().halt(e instanceof OutOfMemoryError ? Exits.OUT_OF_MEMORY : 1);
    }
  }

  void run(Frame frame) throws IOException {
    Order order = Order.read(frame);
    take(new StageRun(stage, line, board, beats, order));
  }

  void divide(Frame frame) throws IOException {
    Chunk chunk = Order.chunk(frame);
    take(new DivideRun(stage, line, chunk, frame.header().whole("item")));
  }

  private void take(Runnable order) throws IOException {
    try {
      orders.put(order);
    } catch (InterruptedException e) {
      throw new IOException("interrupted before the stage began", e);
    }
  }
}
