package dev.penstock.callback;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** A key for HMAC. It does not print: whoever needs its text asks for it by {@link #reveal}. */
public final class SigningSecret {
  private static final String PREFIX = "whsec_";
  private static final int LEAST = 24;
  private static final int MOST = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;

  private SigningSecret(byte[] key) {
    this.key = key;
  }

  /** A new one of 256 random bits. */
  public static SigningSecret fresh() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return new SigningSecret(key);
  }

  /**
   * Reads {@code whsec_} and base 64 of 24 to 64 bytes.
   *
   * @throws IllegalArgumentException for anything else; the text does not repeat what was given
   */
  public static SigningSecret parse(String text) {
    String encoded = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    byte[] key;
    try {
      key = Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a secret is whsec_ and base 64 of 24 to 64 bytes");
    }
    if (key.length < LEAST || key.length > MOST) {
      throw new IllegalArgumentException("a secret has 24 to 64 bytes, not " + key.length);
    }
    return new SigningSecret(key);
  }

  /** The secret in clear, for whoever has to check signatures. */
  public String reveal() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /** The key itself, for signing and checking. */
  public byte[] key() {
    return key.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningSecret that && MessageDigest.isEqual(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  @Override
  public String toString() {
    return PREFIX + "***";
  }
}
