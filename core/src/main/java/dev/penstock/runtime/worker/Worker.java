package dev.penstock.runtime.worker;

import dev.penstock.runtime.wire.Board;
import dev.penstock.runtime.wire.Draft;
import dev.penstock.runtime.wire.Frame;
import dev.penstock.runtime.wire.FrameReader;
import dev.penstock.runtime.wire.FrameWriter;
import dev.penstock.runtime.wire.ProtocolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker process: its pipe, its board, its exit. Used by the thread that runs its chunk, and
 * killed by anybody.
 */
final class Worker {
  /** The version of the protocol that is spoken here. */
  static final int PROTOCOL = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Duration DYING = Duration.ofSeconds(5);

  private final Process process;
  private final FrameReader in;
  private final FrameWriter out;
  private final Board board;
  private final Path boardFile;
  private final Speech speech;
  private @Nullable Manners manners;
  private long orders;

  /** What the worker said of itself when it started. */
  record Manners(boolean beats, boolean divides) {}

  private Worker(Process process, Board board, Path boardFile, String stage) {
    this.process = process;
    this.in = new FrameReader(process.getInputStream());
    this.out = new FrameWriter(process.getOutputStream());
    this.board = board;
    this.boardFile = boardFile;
    this.speech = new Speech("worker %s %d".formatted(stage, process.pid()));
  }

  /** Starts the process and does not wait for it: it may get ready while others do things. */
  static Worker start(String pipeline, String stage, List<String> command) throws IOException {
    Path boardFile = newBoard();
    try {
      Board board = Board.open(boardFile);
      var worker = new Worker(Launch.start(command), board, boardFile, pipeline + "/" + stage);
      worker.speech.listen(worker.process.getErrorStream());
      return worker;
    } catch (IOException e) {
      Files.deleteIfExists(boardFile);
      throw e;
    }
  }

  /**
   * In memory where there is such a place: a page on a disk would be written to it now and then.
   */
  private static Path newBoard() throws IOException {
    return Files.isWritable(SHARED_MEMORY)
        ? Files.createTempFile(SHARED_MEMORY, "penstock-", ".board")
        : Files.createTempFile("penstock-", ".board");
  }

  /** Greets a new worker, and waits until it is ready. */
  Manners greet(String pipeline, String stage) throws IOException {
    Manners known = manners;
    if (known != null) {
      return known;
    }
    out.write(
        Draft.of("welcome")
            .put("protocol", PROTOCOL)
            .put("pipeline", pipeline)
            .put("stage", stage)
            .put("board", boardFile.toString()));
    Frame hello = in.read();
    if (!hello.header().type().equals("hello") || hello.header().whole("protocol") != PROTOCOL) {
      throw new ProtocolException("it does not say hello in protocol " + PROTOCOL);
    }
    var told = new Manners(hello.header().flag("beats"), hello.header().flag("divides"));
    // It has opened it by now: no crash leaves the file behind.
    Files.deleteIfExists(boardFile);
    manners = told;
    return told;
  }

  boolean greeted() {
    return manners != null;
  }

  boolean beats() {
    return manners != null && manners.beats();
  }

  /** Makes ready for the next order; its number. */
  long nextOrder() {
    board.items(Board.NOT_BEGUN);
    speech.refill();
    return ++orders;
  }

  long orders() {
    return orders;
  }

  FrameReader in() {
    return in;
  }

  FrameWriter out() {
    return out;
  }

  Board board() {
    return board;
  }

  Speech speech() {
    return speech;
  }

  Process process() {
    return process;
  }

  boolean alive() {
    return process.isAlive();
  }

  long memory() {
    return Memory.resident(process.pid());
  }

  /**
   * Ends the process at once; what it wrote before can still be read. What it started itself goes
   * too, and so cannot keep the pipe open.
   */
  void kill() {
    process.toHandle().destroyForcibly();
    Launch.endGroup(process.pid());
  }

  /** Ends the process and waits until it has; its exit value, unless the system keeps it. */
  OptionalInt end() {
    OptionalInt value = awaitExit(DYING);
    if (value.isPresent()) {
      Guardian.ofThisProcess().forget(process.pid());
    }
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug("the pipe to worker {} was broken", process.pid(), e);
    }
    try {
      Files.deleteIfExists(boardFile);
    } catch (IOException e) {
      LOG.debug("a board stays behind: {}", boardFile, e);
    }
    return value;
  }

  /**
   * Waits for the end of a process that is about to end; its exit value, unless it takes longer. An
   * interrupt does not cut this short: it is bounded, and what comes after depends on it.
   */
  OptionalInt awaitExit(Duration atMost) {
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + atMost.toNanos();
    boolean ended = false;
    try {
      while (!ended && System.nanoTime() - deadline < 0) {
        try {
          ended = process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
