package dev.penstock.server.http;

import dev.penstock.access.ApiKey;
import dev.penstock.access.AuditBook;
import dev.penstock.access.AuditLine;
import dev.penstock.access.Keyring;
import dev.penstock.access.Scope;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.RefusedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets callers in by their keys, and writes down what operators did. Until the first key is made,
 * everybody who reaches the server may do everything; see {@code HttpSettings} for who that is.
 */
final class Gatekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);
  private static final String SCHEME = "bearer ";
  private static final Set<String> SAFE = Set.of("GET", "HEAD");
  private static final Set<Scope> AUDITED = Set.of(Scope.OPERATE, Scope.ADMIN);

  private final Keyring keyring;
  private final AuditBook audit;
  private final InstantSource clock;

  Gatekeeper(Keyring keyring, AuditBook audit, InstantSource clock) {
    this.keyring = keyring;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Who asks for an action.
   *
   * @throws RefusedException when they may not have it
   */
  Caller admit(Request request, Route.Guarded action) throws IOException {
    if (action.scope().isEmpty() || !keyring.required()) {
      return Caller.ANYBODY;
    }
    Optional<String> presented = presented(request);
    if (presented.isEmpty()) {
      throw refused(
          Code.KEY_MISSING, "Send Authorization: Bearer pk_…, with a key of this server.", "");
    }
    Optional<ApiKey> key = keyring.of(presented.get());
    if (key.isEmpty()) {
      throw refused(
          Code.KEY_UNKNOWN,
          "There is no such key, or it has ended or was taken back.",
          ", error=\"invalid_token\"");
    }
    Scope scope = action.scope().get();
    if (!key.get().allows(scope)) {
      throw refused(
          Code.SCOPE_MISSING,
          "This takes a key with the scope %s.".formatted(scope.word()),
          ", error=\"insufficient_scope\", scope=\"%s\"".formatted(scope.word()));
    }
    return Caller.of(key.get());
  }

  private static Optional<String> presented(Request request) {
    String value = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return value != null && value.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        ? Optional.of(value.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private static RefusedException refused(Code code, String detail, String challenge) {
    return HttpProblem.of(code, detail)
        .withHeader("WWW-Authenticate", "Bearer realm=\"penstock\"" + challenge)
        .refused();
  }

  /** Writes down an action that was answered, if it is one of those that are written down. */
  void note(Request request, Route route, Caller caller, int status) {
    Optional<Route.Guarded> action = route.action(request.getMethod());
    boolean audited = action.flatMap(Route.Guarded::scope).filter(AUDITED::contains).isPresent();
    if (!audited || SAFE.contains(request.getMethod())) {
      return;
    }
    var line =
        new AuditLine(
            clock.instant(),
            caller.tenant(),
            caller.key(),
            request.getMethod() + " " + route.template(),
            Exchange.clip(Request.getPathInContext(request)),
            status);
    try {
      audit.note(line);
    } catch (IOException e) {
      LOG.error("the audit log does not take {}", line, e);
    }
  }
}
