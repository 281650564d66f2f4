package dev.penstock.server.config;

import java.time.Duration;

/**
 * How the HTTP API listens.
 *
 * @param host address to bind; only 127.0.0.1 until access control exists
 * @param port 0: any free one
 * @param maxBody most bytes of one payload
 * @param minUploadRate bytes a second that a body must bring on average, or it is cut off
 * @param idleTimeout after which a silent connection is closed
 */
public record HttpSettings(
    String host, int port, long maxBody, long minUploadRate, Duration idleTimeout) {
  public HttpSettings {
    if (!host.equals("127.0.0.1")) {
      throw new IllegalArgumentException(
          "http.host is '%s', but access control does not exist yet: only 127.0.0.1 can be bound"
              .formatted(host));
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("http.port must be from 0 to 65535, was " + port);
    }
    if (maxBody < 1 || minUploadRate < 0 || idleTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "http.max-body and http.idle-timeout must be positive, http.min-upload-rate not negative");
    }
  }

  /** The defaults, on a given port. */
  public static HttpSettings onPort(int port) {
    return new HttpSettings("127.0.0.1", port, 4L << 30, 1024, Duration.ofSeconds(30));
  }

  public HttpSettings maxBody(long bytes) {
    return new HttpSettings(host, port, bytes, minUploadRate, idleTimeout);
  }

  public HttpSettings idleTimeout(Duration time) {
    return new HttpSettings(host, port, maxBody, minUploadRate, time);
  }
}
