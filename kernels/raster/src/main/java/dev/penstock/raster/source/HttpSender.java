package dev.penstock.raster.source;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Sends one GET, without trying again: the one way out, so that a guarded client can stand here.
 * Thread-safe.
 */
@FunctionalInterface
public interface HttpSender {

  /**
   * Sends one request.
   *
   * @throws IOException if nobody answered, or the body broke off
   */
  Answer send(Get get) throws IOException, InterruptedException;

  /**
   * What is asked for.
   *
   * @param headers by name, one value each
   * @param time from the connect to the last byte
   * @param bytes most of the body that is read
   */
  record Get(URI uri, Map<String, String> headers, Duration time, int bytes) {}

  /**
   * What came back, whatever the status.
   *
   * @param headers by lower-case name
   * @param body at most as much as was asked for
   * @param whole whether that is all of the body
   */
  record Answer(int status, Map<String, String> headers, byte[] body, boolean whole) {

    /** The value of a header. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
  }
}
