package dev.penstock.pipeline;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What values an input takes. Values are always text; a kind says which texts it accepts. */
public sealed interface InputKind {
  /** Why a value is not of this kind; empty when it is. */
  Optional<String> problemWith(String value);

  /** The kind in one word or two, for help texts: {@code "whole number"}. */
  String label();

  /** A text of at most {@code maxLength} characters that matches a pattern as a whole. */
  record Text(Pattern pattern, int maxLength, String label) implements InputKind {
    @Override
    public Optional<String> problemWith(String value) {
      return value.length() <= maxLength && pattern.matcher(value).matches()
          ? Optional.empty()
          : Optional.of("expected a %s (at most %d characters)".formatted(label, maxLength));
    }
  }

  /** A whole number between two bounds, both included. */
  record Whole(long min, long max) implements InputKind {
    @Override
    public Optional<String> problemWith(String value) {
      try {
        long number = Long.parseLong(value);
        return number >= min && number <= max ? Optional.empty() : Optional.of(expected());
      } catch (NumberFormatException e) {
        return Optional.of(expected());
      }
    }

    private String expected() {
      return "expected a whole number from %d to %d".formatted(min, max);
    }

    @Override
    public String label() {
      return "whole number";
    }
  }

  /**
   * A decimal number between two bounds, both included; {@code 1e-7} is one, {@code NaN} is not.
   */
  record Decimal(BigDecimal min, BigDecimal max) implements InputKind {
    @Override
    public Optional<String> problemWith(String value) {
      try {
        // The length bound keeps 1e999999999 and a megabyte of digits out of BigDecimal's
        // arithmetic.
        if (value.length() <= 40) {
          double rough = Double.parseDouble(value);
          if (Double.isFinite(rough) && within(new BigDecimal(value))) {
            return Optional.empty();
          }
        }
      } catch (NumberFormatException e) {
        return Optional.of(expected());
      }
      return Optional.of(expected());
    }

    private boolean within(BigDecimal number) {
      return number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
    }

    private String expected() {
      return "expected a number from %s to %s".formatted(min, max);
    }

    @Override
    public String label() {
      return "number";
    }
  }

  /** {@code true} or {@code false}. */
  record Flag() implements InputKind {
    @Override
    public Optional<String> problemWith(String value) {
      return value.equals("true") || value.equals("false")
          ? Optional.empty()
          : Optional.of("expected true or false");
    }

    @Override
    public String label() {
      return "true|false";
    }
  }

  /** One of a few words. */
  record Choice(List<String> words) implements InputKind {
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public Optional<String> problemWith(String value) {
      return words.contains(value)
          ? Optional.empty()
          : Optional.of(
              Nearest.to(value, words)
                  .map(near -> "expected one of %s; nearest: %s".formatted(words, near))
                  .orElse("expected one of " + words));
    }

    @Override
    public String label() {
      return String.join("|", words);
    }
  }
}
