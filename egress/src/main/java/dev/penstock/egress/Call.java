package dev.penstock.egress;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One request to the outside.
 *
 * @param headers by name, one value each
 * @param body empty: none
 */
public record Call(
    String method, URI uri, Map<String, String> headers, byte[] body, Limits limits) {
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "DELETE", "PROPFIND");
  private static final byte[] NOTHING = {};

  public Call {
    headers = Map.copyOf(headers);
  }

  /**
   * What an answer may take.
   *
   * @param time from the connect to the last byte
   * @param bytes most of its body that is kept; the rest is not read
   */
  public record Limits(Duration time, int bytes) {}

  public static Call get(URI uri, Limits limits) {
    return new Call("GET", uri, Map.of(), NOTHING, limits);
  }

  public static Call post(URI uri, byte[] body, Limits limits) {
    return new Call("POST", uri, Map.of(), body, limits);
  }

  /** The same with one more header. */
  public Call with(String name, String value) {
    var more = new TreeMap<>(headers);
    more.put(name, value);
    return new Call(method, uri, more, body, limits);
  }

  /** The same to somewhere else, with these headers. */
  Call to(URI other, Map<String, String> headers) {
    return new Call(method, other, headers, body, limits);
  }

  /** Whether sending it twice is the same as sending it once. */
  boolean repeatable() {
    return REPEATABLE.contains(method);
  }

  @Override
  public String toString() {
    // No query: it often holds a token.
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
