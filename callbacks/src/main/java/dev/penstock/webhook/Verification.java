package dev.penstock.webhook;

import dev.penstock.callback.SigningSecret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks one body against its signature while it streams by: the raw bytes, before anybody has
 * looked at them. All secrets are tried, and all comparisons take the same time. Used by one
 * thread.
 */
public final class Verification {
  /** How far a time stamp may be from now, both ways. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";

  private final List<Mac> macs;
  private final List<byte[]> presented;
  private final Optional<String> id;

  private Verification(List<Mac> macs, List<byte[]> presented, Optional<String> id) {
    this.macs = macs;
    this.presented = presented;
    this.id = id;
  }

  /**
   * Begins, as far as headers tell.
   *
   * @param header the first value of a header by name; empty where there is none
   * @return empty: whatever the body is, this request is not its sender's
   */
  public static Optional<Verification> of(
      WebhookEndpoint endpoint, UnaryOperator<String> header, Instant now) {
    return switch (endpoint.scheme()) {
      case STANDARD -> standard(endpoint, header, now);
      case GITHUB -> github(endpoint, header);
      case STRIPE -> stripe(endpoint, header, now);
      case HEADER -> header(endpoint, header);
    };
  }

  private static Optional<Verification> standard(
      WebhookEndpoint endpoint, UnaryOperator<String> header, Instant now) {
    String id = header.apply("webhook-id");
    String time = header.apply("webhook-timestamp");
    if (!id.matches("[!-~]{1,200}") || !recent(time, now)) {
      return Optional.empty();
    }
    var signatures = new ArrayList<byte[]>();
    for (String each : header.apply("webhook-signature").split(" ", 20)) {
      if (each.startsWith("v1,")) {
        base64(each.substring(3)).ifPresent(signatures::add);
      }
    }
    List<byte[]> keys =
        endpoint.secrets().stream().map(s -> SigningSecret.parse(s.reveal()).key()).toList();
    return Optional.of(
        new Verification(macs(keys, id + "." + time + "."), signatures, Optional.of(id)));
  }

  private static Optional<Verification> github(
      WebhookEndpoint endpoint, UnaryOperator<String> header) {
    String value = header.apply("X-Hub-Signature-256");
    Optional<byte[]> signature =
        value.startsWith("sha256=") ? hex(value.substring(7)) : Optional.empty();
    String id = header.apply("X-GitHub-Delivery");
    return signature.map(
        bytes ->
            new Verification(
                macs(keys(endpoint), ""),
                List.of(bytes),
                id.matches("[!-~]{1,200}") ? Optional.of(id) : Optional.empty()));
  }

  private static Optional<Verification> stripe(
      WebhookEndpoint endpoint, UnaryOperator<String> header, Instant now) {
    String time = "";
    var signatures = new ArrayList<byte[]>();
    for (String each : header.apply("Stripe-Signature").split(",", 20)) {
      String part = each.strip();
      if (part.startsWith("t=")) {
        time = part.substring(2);
      } else if (part.startsWith("v1=")) {
        hex(part.substring(3)).ifPresent(signatures::add);
      }
    }
    return recent(time, now)
        ? Optional.of(
            new Verification(macs(keys(endpoint), time + "."), signatures, Optional.empty()))
        : Optional.empty();
  }

  private static Optional<Verification> header(
      WebhookEndpoint endpoint, UnaryOperator<String> header) {
    byte[] value = header.apply(endpoint.header()).getBytes(StandardCharsets.UTF_8);
    boolean good = false;
    for (byte[] secret : keys(endpoint)) {
      good |= MessageDigest.isEqual(value, secret);
    }
    return good
        ? Optional.of(new Verification(List.of(), List.of(), Optional.empty()))
        : Optional.empty();
  }

  private static List<byte[]> keys(WebhookEndpoint endpoint) {
    return endpoint.secrets().stream()
        .map(secret -> secret.reveal().getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static boolean recent(String seconds, Instant now) {
    if (!seconds.matches("[0-9]{1,12}")) {
      return false;
    }
    Duration away = Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now).abs();
    return away.compareTo(TOLERANCE) <= 0;
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> hex(String text) {
    try {
      return Optional.of(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<Mac> macs(List<byte[]> keys, String head) {
    var macs = new ArrayList<Mac>();
    try {
      for (byte[] key : keys) {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key, ALGORITHM));
        mac.update(head.getBytes(StandardCharsets.UTF_8));
        macs.add(mac);
      }
      return macs;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** A piece of the body, in order; it is left as it is. */
  public void update(ByteBuffer piece) {
    macs.forEach(mac -> mac.update(piece.duplicate()));
  }

  /** Whether the body, now that all of it went by, is its sender's. To be asked once. */
  public boolean holds() {
    if (macs.isEmpty()) {
      return true;
    }
    boolean holds = false;
    for (Mac mac : macs) {
      byte[] expected = mac.doFinal();
      for (byte[] each : presented) {
        holds |= MessageDigest.isEqual(expected, each);
      }
      Arrays.fill(expected, (byte) 0);
    }
    return holds;
  }

  /** What the sender calls the event, the same when it sends it again; empty: it does not say. */
  public Optional<String> id() {
    return id;
  }
}
