package dev.penstock.egress;

import dev.penstock.job.Problem;
import java.io.IOException;

/** Ends a connect that the rules do not allow. Cheap: it carries no stack trace. */
final class AddressRefusedException extends IOException {
  private final transient Problem problem;

  AddressRefusedException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
