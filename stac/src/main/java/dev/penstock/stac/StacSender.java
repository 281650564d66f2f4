package dev.penstock.stac;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Sends one request, without trying again: the one way out, so that a guarded client can stand
 * here. Thread-safe.
 */
@FunctionalInterface
public interface StacSender {

  /**
   * Sends one request.
   *
   * @throws IOException if nobody answered, or the body broke off
   */
  Answer send(Ask ask) throws IOException, InterruptedException;

  /**
   * What is asked.
   *
   * @param method GET or POST
   * @param headers by name, one value each
   * @param body of a POST; empty for a GET
   * @param limits what the answer may take
   */
  record Ask(String method, URI uri, Map<String, String> headers, byte[] body, Limits limits) {}

  /**
   * What an answer may take.
   *
   * @param time from the connect to the last byte
   * @param bytes most of its body that is kept
   */
  record Limits(Duration time, int bytes) {}

  /**
   * What came back, whatever the status.
   *
   * @param headers by lower-case name
   * @param whole whether the body is all there was
   */
  record Answer(int status, Map<String, String> headers, byte[] body, boolean whole) {

    /** The value of a header. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
  }
}
