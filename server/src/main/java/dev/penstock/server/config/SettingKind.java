package dev.penstock.server.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** What a setting's text must be. */
public enum SettingKind {
  TEXT("text"),
  FLAG("true or false"),
  WHOLE("whole number"),
  BYTES("bytes, with a unit: 64KiB, 1GiB"),
  DURATION("duration as ISO 8601: PT30S, P7D");

  private final String label;

  SettingKind(String label) {
    this.label = label;
  }

  /** For help texts. */
  public String label() {
    return label;
  }

  /** Why a text is not of this kind; empty when it is. */
  Optional<String> problemWith(String text) {
    try {
      switch (this) {
        case TEXT -> {
          return text.isBlank() ? Optional.of("it is empty") : Optional.empty();
        }
        case FLAG -> flag(text);
        case WHOLE -> {
          return Long.parseLong(text) < 0 ? Optional.of("it is negative") : Optional.empty();
        }
        case BYTES -> ByteSize.parse(text);
        case DURATION -> {
          return duration(text).isNegative() ? Optional.of("it is negative") : Optional.empty();
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return Optional.of("expected a " + label);
    }
  }

  static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false: '" + text + "'");
    };
  }

  static Duration duration(String text) {
    return Duration.parse(text);
  }
}
