package dev.penstock.callback;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the body of a delivery looks. Headers and signature are those of Standard Webhooks in each.
 */
public enum Format {
  /** {@code {type, timestamp, data}}. */
  STANDARD("application/json"),
  /** CloudEvents 1.0 in structured mode. */
  CLOUDEVENTS("application/cloudevents+json");

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Format::word).toList();
  }

  public static Optional<Format> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }
}
