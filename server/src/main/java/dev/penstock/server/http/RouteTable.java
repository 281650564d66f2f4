package dev.penstock.server.http;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;

/** Finds the route of a path. */
final class RouteTable {
  private final PathMappings<Route> mappings = new PathMappings<>();

  RouteTable(List<Route> routes) {
    routes.forEach(route -> mappings.put(route.path(), route));
  }

  /** The route of a path with its variables decoded; null when there is none. */
  @Nullable Match match(String path) {
    MatchedResource<Route> matched = mappings.getMatched(path);
    return matched == null ? null : new Match(matched.getResource(), path);
  }

  /** A route and the path that led to it. */
  record Match(Route route, String path) {
    Map<String, String> variables() {
      if (route.path().getVariableCount() == 0) {
        return Map.of();
      }
      var decoded = new TreeMap<String, String>();
      route.path().getPathParams(path).forEach((name, value) -> decoded.put(name, decoded(value)));
      return decoded;
    }

    private static String decoded(String value) {
      try {
        return value.indexOf('%') < 0 ? value : URIUtil.decodePath(value);
      } catch (IllegalArgumentException e) {
        throw HttpProblem.of(Code.REQUEST_MALFORMED, "The path is not percent-encoded UTF-8.")
            .refused();
      }
    }
  }
}
