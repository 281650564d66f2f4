package dev.penstock.runtime.child;

import dev.penstock.runtime.wire.Draft;
import dev.penstock.runtime.wire.Frame;
import dev.penstock.runtime.wire.FrameWriter;
import dev.penstock.runtime.wire.ProtocolException;
import java.io.IOException;
import java.util.concurrent.SynchronousQueue;

/**
 * Our end of the conversation: tells the host things, and asks it others. Thread-safe; one question
 * is asked at a time.
 */
final class Line {
  private final FrameWriter out;
  private final SynchronousQueue<Frame> answers = new SynchronousQueue<>();

  /** Makes use of an answer, whose bytes are gone afterwards. */
  @FunctionalInterface
  interface Use<T> {
    T of(Frame answer) throws IOException;
  }

  Line(FrameWriter out) {
    this.out = out;
  }

  void tell(Draft frame) throws IOException {
    out.write(frame);
  }

  void tell(Draft frame, byte[] bytes, int from, int length) throws IOException {
    out.write(frame, bytes, from, length);
  }

  /**
   * Asks, and waits for the answer. An interrupt is kept for later: the host answers at once, and
   * an answer that nobody took would be taken for another's.
   *
   * @param expected the type of the answer when the host does what it is asked
   * @throws RefusedException when it does not
   */
  synchronized <T> T ask(Draft question, String expected, Use<T> use) throws IOException {
    out.write(question);
    Frame answer = awaitAnswer();
    String type = answer.header().type();
    if (type.equals("refused")) {
      throw new RefusedException(answer.header().text("kind"), answer.header().text("detail"));
    }
    if (!type.equals(expected)) {
      throw new ProtocolException("expected " + expected + ", was answered " + type);
    }
    return use.of(answer);
  }

  private Frame awaitAnswer() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answers.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** An answer has come; returns when it is taken. */
  void answered(Frame answer) throws ProtocolException {
    try {
      answers.put(answer);
    } catch (InterruptedException e) {
      throw new ProtocolException("interrupted between question and answer", e);
    }
  }

  /** The host did not do what it was asked. */
  static final class RefusedException extends IOException {
    private final String kind;

    RefusedException(String kind, String detail) {
      super(detail);
      this.kind = kind;
    }

    String kind() {
      return kind;
    }
  }
}
