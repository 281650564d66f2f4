package dev.penstock.transactions.rows;

import java.util.List;

/** Takes markets apart: {@code BTC/EUR}, {@code BTCUSDT}. */
final class Pairs {
  /** What markets are quoted in; a longer one before a shorter one that it ends with. */
  private static final List<String> QUOTES =
      List.of(
          "FDUSD", "USDT", "USDC", "BUSD", "TUSD", "ZUSD", "ZEUR", "ZGBP", "ZJPY", "ZCAD", "XXBT",
          "XETH", "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "TRY", "BRL", "XBT", "BTC",
          "ETH", "BNB", "DAI");

  private Pairs() {}

  /** Base and quote; one part, or more than two, when it is no market. */
  static String[] split(String market) {
    String[] parts = market.split("[-/_:]", -1);
    if (parts.length == 1) {
      for (String quote : QUOTES) {
        if (market.endsWith(quote) && market.length() > quote.length() + 1) {
          parts = new String[] {market.substring(0, market.length() - quote.length()), quote};
          break;
        }
      }
    }
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Fields.usual(parts[i]);
    }
    return parts;
  }
}
