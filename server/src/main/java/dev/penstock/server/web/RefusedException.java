package dev.penstock.server.web;

/**
 * Ends the handling of a request with a problem. Thrown where parameters are read, caught in one
 * place, and so cheap that it carries no stack trace.
 */
public final class RefusedException extends RuntimeException {
  private final transient HttpProblem problem;

  RefusedException(HttpProblem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public HttpProblem problem() {
    return problem;
  }
}
