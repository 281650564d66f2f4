package dev.penstock.server.http;

import dev.penstock.access.Scope;
import dev.penstock.server.web.Action;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;

/**
 * One path and the actions behind its methods, each with the scope that it needs: to read, {@link
 * Scope#READ}; to change, {@link Scope#OPERATE}, unless the table says otherwise. Filled at start,
 * read by all threads.
 */
final class Route {
  private final UriTemplatePathSpec path;
  private final Map<String, Guarded> actions = new TreeMap<>();

  /**
   * An action.
   *
   * @param scope that its caller needs; empty: anybody may
   */
  record Guarded(Action action, Optional<Scope> scope) {}

  Route(String template) {
    this.path = new UriTemplatePathSpec(template);
  }

  Route get(Action action) {
    return get(Scope.READ, action);
  }

  Route get(Scope scope, Action action) {
    return on("GET", scope, action).on("HEAD", scope, action);
  }

  /** For anybody, with or without a key. */
  Route open(Action action) {
    return open("GET", action).open("HEAD", action);
  }

  Route post(Action action) {
    return post(Scope.OPERATE, action);
  }

  Route post(Scope scope, Action action) {
    return on("POST", scope, action);
  }

  Route put(Action action) {
    return put(Scope.OPERATE, action);
  }

  Route put(Scope scope, Action action) {
    return on("PUT", scope, action);
  }

  Route delete(Action action) {
    return delete(Scope.OPERATE, action);
  }

  Route delete(Scope scope, Action action) {
    return on("DELETE", scope, action);
  }

  /** By any method, as tus has them. */
  Route on(String method, Scope scope, Action action) {
    return guarded(method, Optional.of(scope), action);
  }

  /** For anybody, by any method. */
  Route open(String method, Action action) {
    return guarded(method, Optional.empty(), action);
  }

  private Route guarded(String method, Optional<Scope> scope, Action action) {
    actions.put(method, new Guarded(action, scope));
    return this;
  }

  UriTemplatePathSpec path() {
    return path;
  }

  String template() {
    return path.getDeclaration();
  }

  Optional<Guarded> action(String method) {
    return Optional.ofNullable(actions.get(method));
  }

  /** The value of the {@code Allow} header. */
  String allow() {
    return String.join(", ", actions.keySet());
  }
}
