package dev.penstock.server.cli;

/** Ends a command with a sentence or two for its user: what is wrong, and what to do. */
final class Complaint extends RuntimeException {
  private final transient ExitCode code;
  private final String sentence;

  Complaint(ExitCode code, String message) {
    super(message);
    this.code = code;
    this.sentence = message;
  }

  Complaint(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.sentence = message;
  }

  String sentence() {
    return sentence;
  }

  ExitCode code() {
    return code;
  }
}
