package dev.penstock.server.web;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** What a request is answered. Written to the wire in one place. */
public sealed interface Reply {
  /** A whole body in memory; small. */
  record Whole(int status, String mediaType, Map<String, String> headers, byte[] body)
      implements Reply {
    public Whole withHeader(String name, String value) {
      var more = new TreeMap<>(headers);
      more.put(name, value);
      return new Whole(status, mediaType, more, body);
    }
  }

  /**
   * A body that is produced while it is sent.
   *
   * @param length in bytes; -1 when it is not known
   */
  record Streamed(int status, String mediaType, Map<String, String> headers, long length, Body body)
      implements Reply {
    /** The same, and something that is closed with it. */
    public Streamed closing(Closeable more) {
      var both =
          new Body() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
              body.writeTo(out);
            }

            @Override
            public void close() throws IOException {
              try (more) {
                body.close();
              }
            }
          };
      return new Streamed(status, mediaType, headers, length, both);
    }
  }

  /** No body: 204, 303, 304. */
  record Bare(int status, Map<String, String> headers) implements Reply {}

  /** A problem. */
  record Refused(HttpProblem problem) implements Reply {}

  /** Writes a body; each write goes to the wire. Closed in any case, written or not. */
  @FunctionalInterface
  interface Body extends Closeable {
    void writeTo(OutputStream out) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  /** The HTTP status. */
  default int status() {
    return switch (this) {
      case Whole whole -> whole.status;
      case Streamed streamed -> streamed.status;
      case Bare bare -> bare.status;
      case Refused refused -> refused.problem.code().status();
    };
  }

  static Whole json(int status, byte[] body) {
    return new Whole(status, "application/json", Map.of(), body);
  }

  static Refused refused(Code code, String detail) {
    return new Refused(HttpProblem.of(code, detail));
  }
}
