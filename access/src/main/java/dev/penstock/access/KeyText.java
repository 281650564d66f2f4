package dev.penstock.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as its holder has it: {@code pk_<id>_<secret>}. It does not print; {@link #reveal} gives
 * its text, once, to whoever made it.
 */
public final class KeyText {
  private static final Pattern FORM = Pattern.compile("pk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String id;
  private final String secret;

  private KeyText(String id, String secret) {
    this.id = id;
    this.secret = secret;
  }

  /** A new one: an id of 64 and a secret of 256 random bits. */
  public static KeyText fresh() {
    byte[] id = new byte[8];
    byte[] secret = new byte[32];
    RANDOM.nextBytes(id);
    RANDOM.nextBytes(secret);
    return new KeyText(
        HexFormat.of().formatHex(id),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Reads what somebody presents; empty when it has not the form of a key. */
  public static Optional<KeyText> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new KeyText(form.group(1), form.group(2)))
        : Optional.empty();
  }

  public String id() {
    return id;
  }

  /** What is kept in the secret's place. */
  public String hash() {
    return HexFormat.of().formatHex(digest());
  }

  private byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(secret.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether it is the key that is kept; takes the same time whatever differs. */
  boolean matches(ApiKey key) {
    return MessageDigest.isEqual(digest(), HexFormat.of().parseHex(key.hash()));
  }

  /** The whole text, secret and all. */
  public String reveal() {
    return "pk_" + id + "_" + secret;
  }

  @Override
  public String toString() {
    return "pk_" + id + "_***";
  }
}
