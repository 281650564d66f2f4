package dev.penstock.transactions.price;

import dev.penstock.transactions.gains.Currencies;
import dev.penstock.transactions.price.PriceSource.Fetched;
import dev.penstock.transactions.price.PriceSource.Window;
import dev.penstock.transactions.store.PriceBook.Outcome;
import dev.penstock.transactions.store.PriceBook.Point;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The price APIs that are known. A price of zero is none: some send it for days before a listing.
 */
final class Shapes {
  private static final long DAY = 86_400L;

  private Shapes() {}

  private static @Nullable BigDecimal positive(JsonNode number) {
    if (!number.isNumber()) {
      return null;
    }
    BigDecimal value = number.decimalValue();
    return value.signum() > 0 ? value : null;
  }

  private static Fetched unreadable(String what) {
    return new Fetched.Later(Outcome.PROVIDER_DOWN, null, "the answer has no " + what);
  }

  private static Point point(
      Window window, long day, BigDecimal value, String source, long millis) {
    return new Point(window.asset(), day, Outcome.FOUND, value, source, millis);
  }

  /**
   * {@code /coins/{id}/market_chart/range}: points in time. A day's price is the first of the day,
   * which is that of midnight where the range is long.
   *
   * @param key empty without one
   */
  record CoinGecko(String key, Map<String, String> ids) implements PriceShape {
    /** Ids of common coins; a symbol that is not here is nobody's: some are taken many times. */
    static final Map<String, String> IDS =
        Map.ofEntries(
            Map.entry("BTC", "bitcoin"),
            Map.entry("ETH", "ethereum"),
            Map.entry("SOL", "solana"),
            Map.entry("ADA", "cardano"),
            Map.entry("XRP", "ripple"),
            Map.entry("DOT", "polkadot"),
            Map.entry("LTC", "litecoin"),
            Map.entry("LINK", "chainlink"),
            Map.entry("AVAX", "avalanche-2"),
            Map.entry("MATIC", "matic-network"),
            Map.entry("ATOM", "cosmos"),
            Map.entry("UNI", "uniswap"),
            Map.entry("DOGE", "dogecoin"),
            Map.entry("BNB", "binancecoin"),
            Map.entry("USDT", "tether"),
            Map.entry("USDC", "usd-coin"),
            Map.entry("BCH", "bitcoin-cash"),
            Map.entry("XLM", "stellar"),
            Map.entry("TRX", "tron"),
            Map.entry("XMR", "monero"),
            Map.entry("ETC", "ethereum-classic"),
            Map.entry("FIL", "filecoin"),
            Map.entry("AAVE", "aave"),
            Map.entry("ALGO", "algorand"));

    @Override
    public String name() {
      return "coingecko";
    }

    @Override
    public boolean knows(String asset) {
      return !Currencies.isMoney(asset);
    }

    @Override
    public int days() {
      return 1_000;
    }

    @Override
    public Optional<Call> call(Window window) {
      String id = ids.get(window.asset());
      return Optional.ofNullable(id)
          .map(
              found ->
                  new Call(
                      "/coins/%s/market_chart/range?vs_currency=%s&from=%d&to=%d"
                          .formatted(
                              found,
                              window.currency().toLowerCase(Locale.ROOT),
                              window.first() * DAY,
                              (window.last() + 1) * DAY - 1),
                      key.isEmpty() ? Map.of() : Map.of("x-cg-demo-api-key", key)));
    }

    @Override
    public Fetched read(Window window, JsonNode body) {
      JsonNode prices = body.path("prices");
      if (!prices.isArray()) {
        return unreadable("prices");
      }
      Map<Long, Point> first = new TreeMap<>();
      for (JsonNode pair : prices) {
        long millis = pair.path(0).asLong(Long.MIN_VALUE);
        BigDecimal value = positive(pair.path(1));
        long day = Math.floorDiv(millis, DAY * 1_000);
        if (value != null && day >= window.first() && day <= window.last()) {
          first.merge(
              day,
              point(window, day, value, name(), millis),
              (a, b) -> a.time() <= b.time() ? a : b);
        }
      }
      return new Fetched.Points(List.copyOf(first.values()));
    }

    @Override
    public Optional<Fetched> verdict(int status, String body) {
      return status == 404 ? Optional.of(new Fetched.UnknownAsset()) : Optional.empty();
    }
  }

  /**
   * {@code /data/v2/histoday}: candles; a day's price is its close. Errors come with status 200.
   *
   * @param key empty without one
   */
  record CryptoCompare(String key) implements PriceShape {
    private static final int RATE_LIMITED = 99;
    private static final int NO_MARKET = 2;

    @Override
    public boolean hasCandles() {
      return true;
    }

    @Override
    public String name() {
      return "cryptocompare";
    }

    @Override
    public boolean knows(String asset) {
      return !Currencies.isMoney(asset);
    }

    @Override
    public int days() {
      return 2_000;
    }

    @Override
    public Optional<Call> call(Window window) {
      return Optional.of(
          new Call(
              "/data/v2/histoday?fsym=%s&tsym=%s&limit=%d&toTs=%d"
                  .formatted(
                      Urls.encoded(window.asset()),
                      window.currency(),
                      Math.max(1, window.last() - window.first()),
                      window.last() * DAY),
              key.isEmpty() ? Map.of() : Map.of("Authorization", "Apikey " + key)));
    }

    @Override
    public Fetched read(Window window, JsonNode body) {
      if (body.path("Response").asString("").equals("Error")) {
        int type = body.path("Type").asInt(0);
        return type == NO_MARKET
            ? new Fetched.UnknownAsset()
            : new Fetched.Later(
                type == RATE_LIMITED ? Outcome.RATE_LIMITED : Outcome.PROVIDER_DOWN,
                null,
                body.path("Message").asString("an error without a message"));
      }
      JsonNode candles = body.path("Data").path("Data");
      if (!candles.isArray()) {
        return unreadable("candles");
      }
      var points = new ArrayList<Point>();
      for (JsonNode candle : candles) {
        long day = Math.floorDiv(candle.path("time").asLong(Long.MIN_VALUE), DAY);
        BigDecimal close = positive(candle.path("close"));
        if (close != null && day >= window.first() && day <= window.last()) {
          points.add(point(window, day, close, name(), day * DAY * 1_000));
        }
      }
      return new Fetched.Points(points);
    }

    @Override
    public Optional<Fetched> verdict(int status, String body) {
      return Optional.empty();
    }
  }

  /** {@code /api/v3/klines}: candles of a market; a day's price is its close. */
  record Binance() implements PriceShape {
    /** Prices there are texts. */
    private static final int CLOSE = 4;

    private static final int INVALID_SYMBOL = -1121;

    @Override
    public boolean hasCandles() {
      return true;
    }

    @Override
    public String name() {
      return "binance";
    }

    @Override
    public boolean knows(String asset) {
      return !Currencies.isMoney(asset);
    }

    @Override
    public int days() {
      return 1_000;
    }

    /** Dollars are traded there as tether. */
    private static String market(Window window) {
      return window.asset() + (window.currency().equals("USD") ? "USDT" : window.currency());
    }

    @Override
    public Optional<Call> call(Window window) {
      return Optional.of(
          new Call(
              "/api/v3/klines?symbol=%s&interval=1d&startTime=%d&endTime=%d&limit=1000"
                  .formatted(
                      Urls.encoded(market(window)),
                      window.first() * DAY * 1_000,
                      (window.last() + 1) * DAY * 1_000 - 1)));
    }

    @Override
    public Fetched read(Window window, JsonNode body) {
      if (!body.isArray()) {
        return unreadable("candles");
      }
      var points = new ArrayList<Point>();
      for (JsonNode candle : body) {
        long day = Math.floorDiv(candle.path(0).asLong(Long.MIN_VALUE), DAY * 1_000);
        BigDecimal close = decimal(candle.path(CLOSE).asString(""));
        if (close != null && day >= window.first() && day <= window.last()) {
          points.add(point(window, day, close, name() + "/" + market(window), day * DAY * 1_000));
        }
      }
      return new Fetched.Points(points);
    }

    private static @Nullable BigDecimal decimal(String text) {
      try {
        BigDecimal value = new BigDecimal(text);
        return value.signum() > 0 ? value : null;
      } catch (NumberFormatException e) {
        return null;
      }
    }

    @Override
    public Optional<Fetched> verdict(int status, String body) {
      return status == 400 && body.contains(Integer.toString(INVALID_SYMBOL))
          ? Optional.of(new Fetched.UnknownAsset())
          : Optional.empty();
    }
  }

  /**
   * {@code /prices?asset=BTC&currency=USD&date=2020-01-01}: one price a call, as {@code price}.
   *
   * @param key empty without one
   */
  record Points(String key) implements PriceShape {
    @Override
    public String name() {
      return "points";
    }

    @Override
    public boolean knows(String asset) {
      return true;
    }

    @Override
    public int days() {
      return 1;
    }

    @Override
    public Optional<Call> call(Window window) {
      return Optional.of(
          new Call(
              "/prices?asset=%s&currency=%s&date=%s"
                  .formatted(
                      Urls.encoded(window.asset()),
                      window.currency(),
                      LocalDate.ofEpochDay(window.first())),
              key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key)));
    }

    @Override
    public Fetched read(Window window, JsonNode body) {
      BigDecimal price = positive(body.path("price"));
      return price == null
          ? unreadable("price")
          : new Fetched.Points(
              List.of(point(window, window.first(), price, name(), window.first() * DAY * 1_000)));
    }

    /** The day has no price; whether others have one is not said. */
    @Override
    public Optional<Fetched> verdict(int status, String body) {
      return status == 404 ? Optional.of(new Fetched.Points(List.of())) : Optional.empty();
    }
  }

  /**
   * {@code /{from}..{to}}: the European Central Bank's reference rates of working days. Begins a
   * week early, for the rate that holds on a first day without one.
   */
  record Frankfurter() implements PriceShape {
    private static final int BEFORE = 7;

    @Override
    public String name() {
      return "frankfurter";
    }

    @Override
    public boolean knows(String asset) {
      return Currencies.isMoney(asset);
    }

    @Override
    public int days() {
      return 3_650;
    }

    @Override
    public Optional<Call> call(Window window) {
      return Optional.of(
          new Call(
              "/%s..%s?base=%s&symbols=%s"
                  .formatted(
                      LocalDate.ofEpochDay(window.first() - BEFORE),
                      LocalDate.ofEpochDay(window.last()),
                      window.asset(),
                      window.currency())));
    }

    @Override
    public Fetched read(Window window, JsonNode body) {
      JsonNode rates = body.path("rates");
      if (!rates.isObject()) {
        return unreadable("rates");
      }
      var points = new ArrayList<Point>();
      for (Map.Entry<String, JsonNode> rate : rates.properties()) {
        BigDecimal value = positive(rate.getValue().path(window.currency()));
        if (value != null && rate.getKey().length() == 10) {
          long day = LocalDate.parse(rate.getKey()).toEpochDay();
          points.add(point(window, day, value, "ecb", day * DAY * 1_000));
        }
      }
      return new Fetched.Points(points);
    }

    @Override
    public Optional<Fetched> verdict(int status, String body) {
      return status == 404 || status == 422
          ? Optional.of(new Fetched.UnknownAsset())
          : Optional.empty();
    }
  }
}
