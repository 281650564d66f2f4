package dev.penstock.server.stream;

import java.io.IOException;

/** A Redis that does not answer, or refuses. Whether it did what it was asked is not known. */
final class StreamTroubleException extends IOException {
  StreamTroubleException(String message, Throwable cause) {
    super(message, cause);
  }
}
