package dev.penstock.server.run;

/** The input cannot be taken: empty, plainly not what the pipeline reads, or too much. */
public final class RefusedInputException extends Exception {
  public RefusedInputException(String why) {
    super(why);
  }
}
