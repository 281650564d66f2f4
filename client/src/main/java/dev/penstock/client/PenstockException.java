package dev.penstock.client;

import java.util.List;

/** The server refused: its problem details (RFC 9457). */
public final class PenstockException extends RuntimeException {
  private final int status;
  private final String code;
  private final List<String> errors;

  PenstockException(int status, String code, String detail, List<String> errors) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = List.copyOf(errors);
  }

  public int status() {
    return status;
  }

  /** The stable code, for example {@code pipeline.unknown}. */
  public String code() {
    return code;
  }

  /** The single faults, one sentence each, where the server listed some. */
  public List<String> errors() {
    return errors;
  }
}
