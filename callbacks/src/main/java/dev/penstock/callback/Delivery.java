package dev.penstock.callback;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One event on its way to one endpoint.
 *
 * @param id follows from event, endpoint and target, so that nothing is delivered twice as two
 * @param attempts so far, over all replays
 * @param updated when it last changed
 */
public record Delivery(
    String id,
    EndpointKey endpoint,
    URI target,
    Event event,
    State state,
    int attempts,
    Instant updated) {
  private static final int BYTES = 16;

  /** How it stands. */
  public enum State {
    PENDING,
    DELIVERED,
    FAILED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Delivery of(EndpointKey endpoint, URI target, Event event) {
    String name =
        String.join("\n", endpoint.tenant(), endpoint.id(), target.toString(), event.id());
    return new Delivery(id(name), endpoint, target, event, State.PENDING, 0, event.at());
  }

  private static String id(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
