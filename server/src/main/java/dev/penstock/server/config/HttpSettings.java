package dev.penstock.server.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the HTTP API listens.
 *
 * @param host address to bind; one that others can reach is bound only once there are keys
 * @param port 0: any free one
 * @param maxBody most bytes of one payload
 * @param minUploadRate bytes a second that a body must bring on average, or it is cut off
 * @param idleTimeout after which a silent connection is closed
 * @param tls for HTTPS; empty: HTTP
 * @param names that a proxy in front calls the server by
 */
public record HttpSettings(
    String host,
    int port,
    long maxBody,
    long minUploadRate,
    Duration idleTimeout,
    Optional<TlsFiles> tls,
    Set<String> names) {
  public HttpSettings {
    names = Set.copyOf(names);
    address(host);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("http.port must be from 0 to 65535, was " + port);
    }
    if (maxBody < 1 || minUploadRate < 0 || idleTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "http.max-body and http.idle-timeout must be positive, http.min-upload-rate not negative");
    }
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "http.host is '%s': expected an address of this machine, such as 127.0.0.1 or 0.0.0.0"
              .formatted(host),
          e);
    }
  }

  /** The defaults, on a given port. */
  public static HttpSettings onPort(int port) {
    return new HttpSettings(
        "127.0.0.1", port, 4L << 30, 1024, Duration.ofSeconds(30), Optional.empty(), Set.of());
  }

  public HttpSettings maxBody(long bytes) {
    return new HttpSettings(host, port, bytes, minUploadRate, idleTimeout, tls, names);
  }

  public HttpSettings idleTimeout(Duration time) {
    return new HttpSettings(host, port, maxBody, minUploadRate, time, tls, names);
  }

  public HttpSettings host(String address) {
    return new HttpSettings(address, port, maxBody, minUploadRate, idleTimeout, tls, names);
  }

  public HttpSettings tls(TlsFiles files) {
    return new HttpSettings(
        host, port, maxBody, minUploadRate, idleTimeout, Optional.of(files), names);
  }

  /** Whether only programs on this machine reach the server. */
  public boolean here() {
    return address(host).isLoopbackAddress();
  }

  /** What a program on this machine calls the server by. */
  public String url(int boundPort) {
    InetAddress address = address(host);
    String name = address.isAnyLocalAddress() ? "127.0.0.1" : host;
    String authority = name.indexOf(':') < 0 ? name : "[" + name + "]";
    return (tls.isPresent() ? "https://" : "http://") + authority + ":" + boundPort;
  }
}
