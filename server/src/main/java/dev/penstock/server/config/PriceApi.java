package dev.penstock.server.config;

import java.net.URI;
import java.util.Map;

/**
 * A price source as it is configured.
 *
 * @param key empty without one
 * @param calls most in any minute
 */
public record PriceApi(URI url, String key, int calls) {
  public PriceApi {
    if (calls < 2) {
      throw new IllegalArgumentException("a price source takes at least 2 calls a minute");
    }
    String scheme = url.getScheme();
    if (url.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
      throw new IllegalArgumentException("not the address of a price source: " + url);
    }
  }

  static Map<String, PriceApi> all(EffectiveConfig config) {
    return Map.of(
        "coingecko",
        of(
            config,
            Settings.COINGECKO,
            config.text(Settings.COINGECKO_KEY),
            Settings.COINGECKO_CALLS),
        "cryptocompare",
        of(
            config,
            Settings.CRYPTOCOMPARE,
            config.text(Settings.CRYPTOCOMPARE_KEY),
            Settings.CRYPTOCOMPARE_CALLS),
        "binance",
        of(config, Settings.BINANCE, "", Settings.BINANCE_CALLS),
        "frankfurter",
        of(config, Settings.FRANKFURTER, "", Settings.FRANKFURTER_CALLS),
        "points",
        of(config, Settings.POINTS, config.text(Settings.POINTS_KEY), Settings.POINTS_CALLS));
  }

  private static PriceApi of(EffectiveConfig config, String url, String key, String calls) {
    return new PriceApi(
        URI.create(config.text(url)), key, Math.toIntExact(Long.parseLong(config.text(calls))));
  }

  /** Where the public ones are, with what they let everybody do. */
  public static Map<String, PriceApi> usual() {
    return Map.of(
        "coingecko", new PriceApi(URI.create("https://api.coingecko.com/api/v3"), "", 30),
        "cryptocompare", new PriceApi(URI.create("https://min-api.cryptocompare.com"), "", 60),
        "binance", new PriceApi(URI.create("https://api.binance.com"), "", 600),
        "frankfurter", new PriceApi(URI.create("https://api.frankfurter.dev/v1"), "", 60),
        "points", new PriceApi(URI.create("http://127.0.0.1:8081"), "", 600));
  }
}
