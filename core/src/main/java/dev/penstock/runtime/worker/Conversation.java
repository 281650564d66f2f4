package dev.penstock.runtime.worker;

import dev.penstock.engine.Step;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.DivisibleStage.Division;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.runtime.wire.BlobFailure;
import dev.penstock.runtime.wire.Draft;
import dev.penstock.runtime.wire.Frame;
import dev.penstock.runtime.wire.FrameReader;
import dev.penstock.runtime.wire.FrameWriter;
import dev.penstock.runtime.wire.Header;
import dev.penstock.runtime.wire.ProtocolException;
import dev.penstock.runtime.wire.ResultForm;
import dev.penstock.runtime.wire.SpawnForm;
import dev.penstock.runtime.wire.TallyFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is said over the pipe from an order to the frame that ends it. The worker speaks, and is
 * answered where it asks. What goes wrong on our side while it asks is told to the worker, and
 * thrown here once the worker has given up.
 */
final class Conversation implements AutoCloseable {
  private final FrameReader in;
  private final FrameWriter out;
  private final StageContext context;
  private final Consumer<String> speech;
  private final BlobDesk desk;
  private List<Spawn> spawns = new ArrayList<>();
  private long items = -1;

  /** Why a checkpoint was not kept, for when the worker has given up over it. */
  private @Nullable RuntimeException trouble;

  /** How a conversation ended, with the worker still in step. */
  sealed interface End {
    record Result(StageResult result) implements End {}

    /** What became of a {@code divide}. */
    record Cut(Optional<Division> division) implements End {}

    /** The worker says itself that it cannot go on. */
    record Failing(Problem problem) implements End {}
  }

  Conversation(FrameReader in, FrameWriter out, StageContext context, Consumer<String> speech) {
    this.in = in;
    this.out = out;
    this.context = context;
    this.speech = speech;
    this.desk = new BlobDesk(context);
  }

  /**
   * Listens until the worker has ended its order.
   *
   * @throws Ended when the stage ended without a result, for a reason that is not the worker's
   * @throws IOException when the pipe broke; a {@link ProtocolException} when its frames did
   */
  End listen() throws IOException, Ended {
    while (true) {
      Frame frame = in.read();
      Optional<End> end = heed(frame);
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  /** How many items are through, as frames told it; -1 when none did. */
  long items() {
    return items;
  }

  private Optional<End> heed(Frame frame) throws IOException, Ended {
    Header header = frame.header();
    switch (header.type()) {
      case "find" -> answer(() -> desk.find(header));
      case "read" -> read(header);
      case "create" -> desk.create(header);
      case "write" -> desk.write(frame);
      case "publish" -> answer(() -> desk.publish(header));
      case "discard" -> desk.discard(header);
      case "spawn" -> spawn(frame);
      case "checkpoint" -> checkpoint(frame);
      case "progress" -> progress(header);
      case "log" -> speech.accept(header.text("text"));
      case "done" -> {
        return Optional.of(new End.Result(ResultForm.done(frame, taken())));
      }
      case "retry" -> {
        return Optional.of(new End.Result(ResultForm.retry(header)));
      }
      case "give_up" -> {
        return Optional.of(new End.Result(ResultForm.giveUp(header)));
      }
      case "divided" -> {
        return Optional.of(new End.Cut(Optional.of(division(header))));
      }
      case "indivisible" -> {
        return Optional.of(new End.Cut(Optional.empty()));
      }
      case "failing" -> {
        return Optional.of(new End.Failing(failing(header)));
      }
      case "failed" -> throw new Ended(BlobFailure.of(header.text("kind"), header.text("detail")));
      case "stopped" -> throw new Ended(trouble == null ? new InterruptedException() : trouble);
      default -> throw new ProtocolException("there is no frame '" + header.type() + "'");
    }
    return Optional.empty();
  }

  /** Does what the worker asks for. */
  private interface Asked {
    Draft answer() throws IOException;
  }

  private void answer(Asked asked) throws IOException {
    Draft answer;
    try {
      answer = asked.answer();
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException e) {
      answer = BlobDesk.refused(e);
    }
    out.write(answer);
  }

  private void read(Header header) throws IOException {
    int length;
    try {
      length = desk.ranges().read(header);
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException e) {
      out.write(BlobDesk.refused(e));
      return;
    }
    out.write(Draft.of("bytes"), desk.ranges().piece(), 0, length);
  }

  private void spawn(Frame frame) throws ProtocolException {
    if (spawns.size() == Step.MAX_SPAWNS) {
      throw new ProtocolException("more than " + Step.MAX_SPAWNS + " spawns in one step");
    }
    spawns.add(SpawnForm.spawn(frame));
  }

  private List<Spawn> taken() {
    List<Spawn> taken = spawns;
    spawns = new ArrayList<>();
    return taken;
  }

  private void checkpoint(Frame frame) throws IOException {
    byte[] cursor = TallyFrame.cursor(frame);
    var tally = TallyFrame.tally(frame.header());
    var rejects = TallyFrame.rejects(frame.header());
    List<Spawn> started = taken();
    Draft answer;
    try {
      context.checkpoint(cursor, tally, started, rejects);
      answer = Draft.of("kept");
    } catch (RuntimeException e) {
      trouble = e;
      answer = BlobDesk.refused(e);
    }
    out.write(answer);
  }

  private void progress(Header header) throws ProtocolException {
    items = header.whole("items");
    if (items < 0) {
      throw new ProtocolException("progress of " + items + " items");
    }
    context.progress(items);
  }

  private Division division(Header header) throws ProtocolException {
    List<Spawn> parts = taken();
    long suspect = header.whole("suspect");
    if (suspect < 0 || suspect >= parts.size()) {
      throw new ProtocolException("part %d of %d".formatted(suspect, parts.size()));
    }
    return new Division(parts, (int) suspect, header.text("item"));
  }

  private static Problem failing(Header header) throws ProtocolException {
    String detail = header.text("detail");
    return switch (header.text("kind")) {
      case "out_of_memory" -> WorkerProblem.OUT_OF_MEMORY.problem(detail);
      case "stack_overflow" -> WorkerProblem.STACK_OVERFLOW.problem(detail);
      default -> throw new ProtocolException("it fails of '" + header.text("kind") + "'");
    };
  }

  @Override
  public void close() {
    desk.close();
  }
}
