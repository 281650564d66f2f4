package dev.penstock.server.http;

import dev.penstock.server.web.Action;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;

/** One path and the actions behind its methods. Filled at start, read by all threads. */
final class Route {
  private final UriTemplatePathSpec path;
  private final Map<String, Action> actions = new TreeMap<>();

  Route(String template) {
    this.path = new UriTemplatePathSpec(template);
  }

  Route get(Action action) {
    return on("GET", action).on("HEAD", action);
  }

  Route post(Action action) {
    return on("POST", action);
  }

  Route put(Action action) {
    return on("PUT", action);
  }

  Route delete(Action action) {
    return on("DELETE", action);
  }

  private Route on(String method, Action action) {
    actions.put(method, action);
    return this;
  }

  UriTemplatePathSpec path() {
    return path;
  }

  String template() {
    return path.getDeclaration();
  }

  Optional<Action> action(String method) {
    return Optional.ofNullable(actions.get(method));
  }

  /** The value of the {@code Allow} header. */
  String allow() {
    return String.join(", ", actions.keySet());
  }
}
