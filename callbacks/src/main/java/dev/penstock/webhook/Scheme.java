package dev.penstock.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a sender shows that it is the one. */
public enum Scheme {
  /** Standard Webhooks: HMAC over id, time and body; secrets are {@code whsec_} and base 64. */
  STANDARD,
  /** GitHub: {@code X-Hub-Signature-256}, HMAC over the body. */
  GITHUB,
  /** Stripe: {@code Stripe-Signature}, HMAC over time and body. */
  STRIPE,
  /** A header that holds the secret itself, for senders that cannot sign. */
  HEADER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Scheme::word).toList();
  }

  public static Optional<Scheme> of(String word) {
    return Arrays.stream(values()).filter(scheme -> scheme.word().equals(word)).findFirst();
  }
}
