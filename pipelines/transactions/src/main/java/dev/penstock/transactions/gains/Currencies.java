package dev.penstock.transactions.gains;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** Which assets are money of a state: they have a rate, but no lots. */
public final class Currencies {
  /** Metals, funds and test codes that ISO 4217 lists too; all of them begin with an X. */
  private static final Set<String> MONEY_WITH_X = Set.of("XAF", "XCD", "XOF", "XPF", "XCG");

  private static final Set<String> CODES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .filter(code -> !code.startsWith("X") || MONEY_WITH_X.contains(code))
          .collect(Collectors.toUnmodifiableSet());

  private Currencies() {}

  public static boolean isMoney(String asset) {
    return asset.length() == 3 && CODES.contains(asset);
  }
}
