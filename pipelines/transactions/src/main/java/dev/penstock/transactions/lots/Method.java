package dev.penstock.transactions.lots;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How disposals choose their lots. */
public enum Method {
  /** First in, first out. */
  FIFO,
  /** Last in, first out. */
  LIFO,
  /** The dearest first. */
  HIFO,
  /** The cheapest first. */
  LOFO,
  /** The average cost of all that is held. */
  ACB,
  /** UK Section 104: the same day's purchases, then those of the next 30 days, then the average. */
  S104,
  /** The lots that the disposal names, then first in, first out. */
  SPECIFIC;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Method::word).toList();
  }

  public static Optional<Method> of(String word) {
    return Arrays.stream(values()).filter(method -> method.word().equals(word)).findFirst();
  }
}
