package dev.penstock.server.intake;

import dev.penstock.callback.CallbackOrders;
import dev.penstock.egress.EgressRules;
import dev.penstock.engine.Terms;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whom to tell of a job: query parameters in the words of OGC API - Processes. */
record CallbackParameters(
    Optional<URI> successful, Optional<URI> failed, Optional<URI> inProgress) {
  /** Takes them out of the query. */
  static CallbackParameters takeFrom(Map<String, List<String>> parameters, EgressRules rules) {
    return new CallbackParameters(
        take(parameters, "successUri", rules),
        take(parameters, "failedUri", rules),
        take(parameters, "inProgressUri", rules));
  }

  Terms on(Terms terms) {
    return terms.followedBy(CallbackOrders.toJobs(successful, failed));
  }

  private static Optional<URI> take(
      Map<String, List<String>> parameters, String name, EgressRules rules) {
    return TermsParameters.take(parameters, name).map(text -> address(name, text, rules));
  }

  private static URI address(String name, String text, EgressRules rules) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw refused(name, "It is no URL.");
    }
    rules
        .problemWith(uri)
        .ifPresent(
            problem -> {
              throw refused(name, problem.detail());
            });
    return uri;
  }

  private static RuntimeException refused(String name, String why) {
    return HttpProblem.of(Code.CALLBACK_ADDRESS, name + " cannot be called. " + why).refused();
  }
}
