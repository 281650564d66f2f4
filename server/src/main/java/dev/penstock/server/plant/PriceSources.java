package dev.penstock.server.plant;

import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Gates;
import dev.penstock.server.config.PriceApi;
import dev.penstock.transactions.price.FilePrices;
import dev.penstock.transactions.price.HttpPrices;
import dev.penstock.transactions.price.HttpPrices.Endpoint;
import dev.penstock.transactions.price.PriceSource;
import dev.penstock.transactions.price.UrlPrices;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where prices may come from, by the name that a job gives.
 *
 * @param files whether a job may name a file of this machine: only where the person who runs it
 *     sits at it
 */
public record PriceSources(
    Map<String, PriceApi> apis, Map<String, PriceSource> byName, boolean files)
    implements PriceSource.Directory {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MANY = 1_200;

  /** For a job that the person at this machine runs: also files, which are that person's anyway. */
  static PriceSources ofThisMachine() {
    return new PriceSources(PriceApi.usual(), sources(PriceApi.usual()), true);
  }

  /** For jobs that come from elsewhere. */
  static PriceSources served(Map<String, PriceApi> apis) {
    return new PriceSources(apis, sources(apis), false);
  }

  private static Map<String, PriceSource> sources(Map<String, PriceApi> apis) {
    var sources = new ConcurrentHashMap<String, PriceSource>();
    apis.forEach((name, api) -> sources.put(name, source(name, api)));
    return sources;
  }

  private static PriceSource source(String name, PriceApi api) {
    Endpoint endpoint = Endpoint.of(api.url().toString());
    return switch (name) {
      case "coingecko" -> HttpPrices.coinGecko(endpoint, api.key());
      case "cryptocompare" -> HttpPrices.cryptoCompare(endpoint, api.key());
      case "binance" -> HttpPrices.binance(endpoint);
      case "frankfurter" -> HttpPrices.frankfurter(endpoint);
      case "points" -> HttpPrices.points(endpoint, api.key());
      default -> throw new IllegalArgumentException("no price source is called " + name);
    };
  }

  @Override
  public Optional<PriceSource> named(String name) {
    PriceSource known = byName.get(name);
    if (known != null || !files) {
      return Optional.ofNullable(known);
    }
    try {
      if (name.startsWith("http://") || name.startsWith("https://")) {
        URI address = new URI(name);
        return Optional.of(byName.computeIfAbsent(name, url -> new UrlPrices(address)));
      }
      Path file = Path.of(name);
      return Files.isRegularFile(file) ? Optional.of(new FilePrices(file)) : Optional.empty();
    } catch (InvalidPathException | URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Sets the gates of all sources. */
  void limit(Gates gates) {
    byName.forEach(
        (name, source) ->
            source
                .gate()
                .ifPresent(
                    gate -> {
                      PriceApi api = apis.get(name);
                      gates.set(gate, limits(api == null ? 2 : api.calls()));
                    }));
  }

  /**
   * Of few calls a minute half may come at once and the other half over the minute, so that no
   * minute sees more than all of them. Many are counted by the second: nearly all of them come
   * evenly, and what is left is for those that arrive late.
   */
  static GateLimits limits(int callsInMinute) {
    if (callsInMinute < MANY) {
      int half = Math.max(1, callsInMinute / 2);
      return new GateLimits(half, MINUTE, half, 0);
    }
    int second = callsInMinute / 60;
    int burst = Math.max(1, second / 50);
    return new GateLimits(Math.max(1, second - 2 * burst), SECOND, burst, 0);
  }
}
