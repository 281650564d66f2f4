package dev.penstock.runtime.child;

import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageFactory;
import dev.penstock.runtime.wire.Board;
import dev.penstock.runtime.wire.Draft;
import dev.penstock.runtime.wire.Exits;
import dev.penstock.runtime.wire.Frame;
import dev.penstock.runtime.wire.FrameReader;
import dev.penstock.runtime.wire.FrameWriter;
import dev.penstock.runtime.wire.Header;
import dev.penstock.runtime.wire.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A worker process: the name of a {@link StageFactory} and its arguments on the command line, the
 * worker protocol on standard input and output. It ends when its host does, whatever it is doing.
 */
public final class WorkerMain {
  private static final int PROTOCOL = 1;

  private final FrameReader in;
  private final Line line;

  private WorkerMain(FrameReader in, FrameWriter out) {
    this.in = in;
    this.line = new Line(out);
  }

  /** The stage's factory and its arguments. */
  public static void main(String[] arguments) {
    int status = 1;
    try {
      status = work(arguments);
    } finally {
      // Whatever happened: without this thread nobody would notice that the host is gone. Not exit:
      // a stage may hang in a hook.
      Runtime.getRuntime().halt(status);
    }
  }

  private static int work(String[] arguments) {
    try {
      PrivatePipe pipe = PrivatePipe.take();
      var worker = new WorkerMain(new FrameReader(pipe.in()), new FrameWriter(pipe.out()));
      Board board = worker.welcome();
      Stage stage = make(arguments[0], Arrays.asList(arguments).subList(1, arguments.length));
      var bench = new Bench(stage, worker.line, board);
      bench.start();
      worker.hello(bench.divides());
      return worker.listen(bench);
    } catch (EOFException e) {
      // The host has gone, or wants us to go.
      return 0;
    } catch (OutOfMemoryError e) {
      return Exits.OUT_OF_MEMORY;
      // why: a process that cannot hear its host any more, or has no stage, is of no use.
    } catch (Throwable e) {
      e.printStackTrace();
      // The host quotes the last line.
      System.err.println("no worker of " + String.join(" ", arguments) + ": " + root(e));
      System.err.flush();
      return 1;
    }
  }

  private static Throwable root(Throwable thrown) {
    return thrown instanceof InvocationTargetException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  private static Stage make(String factory, List<String> arguments)
      throws ReflectiveOperationException, IOException {
    return Class.forName(factory)
        .asSubclass(StageFactory.class)
        .getConstructor()
        .newInstance()
        .make(arguments);
  }

  private Board welcome() throws IOException {
    Header welcome = in.read().header();
    if (!welcome.type().equals("welcome") || welcome.whole("protocol") != PROTOCOL) {
      throw new ProtocolException("not welcomed in protocol " + PROTOCOL);
    }
    return Board.open(Path.of(welcome.text("board")));
  }

  private void hello(boolean divides) throws IOException {
    line.tell(
        Draft.of("hello").put("protocol", PROTOCOL).put("beats", true).put("divides", divides));
  }

  /** Until the host closes its end. */
  private int listen(Bench bench) throws IOException {
    while (true) {
      Frame frame = in.read();
      switch (frame.header().type()) {
        case "run" -> bench.run(frame);
        case "divide" -> bench.divide(frame);
        default -> line.answered(frame);
      }
    }
  }
}
