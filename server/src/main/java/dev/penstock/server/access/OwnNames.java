package dev.penstock.server.access;

import dev.penstock.job.JobId;
import dev.penstock.pipeline.InputValues;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import java.util.List;
import java.util.Optional;

/**
 * Whose a thing is that jobs publish under a name, such as a collection or an account. Once keys
 * are asked for, {@code acme--fields} is tenant acme's, and a name without {@code --} the default
 * tenant's.
 */
public final class OwnNames {
  /** Inputs that name what a job publishes to, or reads. */
  private static final List<String> INPUTS = List.of("collection", "account", "join-with");

  /** The input that names a tenant itself. */
  private static final String TENANT = "tenant";

  private static final String BETWEEN = "--";

  private OwnNames() {}

  /** Whether a name is one that the caller may use. */
  public static boolean own(Caller caller, String name) {
    return !caller.keyed() || tenant(name).equals(caller.tenant());
  }

  /** Why the caller may not publish where a job's inputs say. */
  public static Optional<HttpProblem> problem(Caller caller, InputValues inputs) {
    Optional<String> tenant = inputs.optional(TENANT);
    if (caller.keyed() && tenant.isPresent() && !tenant.get().equals(caller.tenant())) {
      return Optional.of(
          HttpProblem.of(
              Code.NAME_NOT_YOURS,
              "tenant=%s is another one; say tenant=%s.".formatted(tenant.get(), caller.tenant())));
    }
    return INPUTS.stream()
        .flatMap(
            input -> inputs.optional(input).flatMap(name -> problem(caller, input, name)).stream())
        .findFirst();
  }

  private static Optional<HttpProblem> problem(Caller caller, String input, String name) {
    if (!caller.keyed() || (own(caller, name) && !JobId.isJobId(name))) {
      return Optional.empty();
    }
    String such =
        caller.tenant().equals(Caller.DEFAULT_TENANT)
            ? "without --"
            : "such as %s%sfields".formatted(caller.tenant(), BETWEEN);
    return Optional.of(
        HttpProblem.of(
            Code.NAME_NOT_YOURS,
            "%s=%s is not a name of tenant %s; it takes names %s."
                .formatted(input, name, caller.tenant(), such)));
  }

  private static String tenant(String name) {
    int end = name.indexOf(BETWEEN);
    return end < 0 ? Caller.DEFAULT_TENANT : name.substring(0, end);
  }
}
