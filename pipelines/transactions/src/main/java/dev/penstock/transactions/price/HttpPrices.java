package dev.penstock.transactions.price;

import dev.penstock.transactions.store.PriceBook.Outcome;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a price API over HTTP. What is not a clear answer is "later": a body that is cut short, a
 * status that nobody expects, silence. When the source says that it has had enough, everybody
 * leaves it alone for as long as it wants, or for a while that doubles where it does not say.
 */
public final class HttpPrices implements PriceSource {
  private static final int MOST_BYTES = 16 << 20;

  /** Of a source that tells one price a call: a chunk for each would cost more than the calls. */
  private static final int CALLS = 64;

  private static final Duration LONGEST_PAUSE = Duration.ofDays(3);

  /** Digits are kept as they come: a price is no double. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final PriceShape shape;
  private final Endpoint endpoint;
  private final HttpClient client;
  private final Pace pace;

  /**
   * Where a source is and how patient we are with it.
   *
   * @param answer how long a whole answer may take
   * @param pause how long it is left alone when it is first told of too many calls
   */
  public record Endpoint(URI base, Duration answer, Duration pause) {
    public static Endpoint of(String base) {
      return new Endpoint(URI.create(base), Duration.ofSeconds(30), Duration.ofSeconds(5));
    }
  }

  private HttpPrices(PriceShape shape, Endpoint endpoint) {
    this.shape = shape;
    this.endpoint = endpoint;
    this.pace = new Pace(endpoint.pause());
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /** CoinGecko, or what looks like it; {@code key} may be empty. */
  public static HttpPrices coinGecko(Endpoint endpoint, String key) {
    return new HttpPrices(new Shapes.CoinGecko(key, Shapes.CoinGecko.IDS), endpoint);
  }

  /** CryptoCompare, or what looks like it; {@code key} may be empty. */
  public static HttpPrices cryptoCompare(Endpoint endpoint, String key) {
    return new HttpPrices(new Shapes.CryptoCompare(key), endpoint);
  }

  /** The candles of Binance, or of what looks like it. */
  public static HttpPrices binance(Endpoint endpoint) {
    return new HttpPrices(new Shapes.Binance(), endpoint);
  }

  /** The European Central Bank's reference rates, as Frankfurter serves them. */
  public static HttpPrices frankfurter(Endpoint endpoint) {
    return new HttpPrices(new Shapes.Frankfurter(), endpoint);
  }

  /** Somebody who tells one price a call; {@code key} may be empty. */
  public static HttpPrices points(Endpoint endpoint, String key) {
    return new HttpPrices(new Shapes.Points(key), endpoint);
  }

  @Override
  public String name() {
    return shape.name();
  }

  @Override
  public int callsInChunk() {
    return shape.days() == 1 ? CALLS : 1;
  }

  @Override
  public boolean knows(String asset) {
    return shape.knows(asset);
  }

  @Override
  public Optional<String> gate() {
    return Optional.of("prices/" + shape.name());
  }

  @Override
  public List<Window> windows(String asset, String currency, SortedSet<Long> days) {
    var windows = new ArrayList<Window>();
    SortedSet<Long> rest = days;
    while (!rest.isEmpty()) {
      long first = rest.first();
      long end = first + shape.days();
      SortedSet<Long> within = rest.headSet(end);
      windows.add(new Window(asset, currency, first, within.last()));
      rest = rest.tailSet(end);
    }
    return windows;
  }

  @Override
  public Fetched fetch(Window window, Entry entry) throws InterruptedException {
    Optional<PriceShape.Call> call = shape.call(window);
    if (call.isEmpty()) {
      return new Fetched.UnknownAsset();
    }
    var request = HttpRequest.newBuilder(URI.create(endpoint.base() + call.get().path()));
    call.get().headers().forEach(request::header);
    request.header("Accept", "application/json");
    pace.enter();
    Fetched fetched = new Fetched.Later(Outcome.PROVIDER_DOWN, null, "no answer");
    try {
      entry.pass();
      fetched = answered(window, request.timeout(endpoint.answer()).build());
    } finally {
      pace.leave(fetched);
    }
    return fetched;
  }

  private Fetched answered(Window window, HttpRequest request) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(info -> BodySubscribers.ofByteArray(), MOST_BYTES));
    try {
      // The request's own timeout ends with the headers; a body may drip for ever.
      return read(window, answer.get(endpoint.answer().toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return down(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      return down("no whole answer within " + endpoint.answer());
    } finally {
      answer.cancel(true);
    }
  }

  private static Fetched down(String why) {
    return new Fetched.Later(Outcome.PROVIDER_DOWN, null, why);
  }

  private Fetched read(Window window, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status == 200) {
      return body(window, answer.body());
    }
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    Optional<Fetched> verdict = shape.verdict(status, text);
    if (verdict.isPresent()) {
      return verdict.get();
    }
    Duration after = retryAfter(answer.headers().firstValue("Retry-After").orElse(null));
    if (status == 429 || status == 418) {
      Duration pause = after == null ? pace.pause() : after;
      return new Fetched.Later(Outcome.RATE_LIMITED, pause, "status " + status);
    }
    return new Fetched.Later(Outcome.PROVIDER_DOWN, after, "status " + status);
  }

  private Fetched body(Window window, byte[] body) {
    try {
      JsonNode read = JSON.readTree(body);
      Fetched fetched = closed(shape.read(window, read));
      boolean untold =
          fetched instanceof Fetched.Later later
              && later.outcome() == Outcome.RATE_LIMITED
              && later.after() == null;
      return untold
          ? new Fetched.Later(Outcome.RATE_LIMITED, pace.pause(), "told so in the answer")
          : fetched;
    } catch (JacksonException | java.time.DateTimeException e) {
      return down("the answer cannot be read: " + e.getMessage());
    }
  }

  /** A candle of today is not what it will be: its price would be kept for good. */
  private Fetched closed(Fetched fetched) {
    if (!(fetched instanceof Fetched.Points(var points)) || !shape.hasCandles()) {
      return fetched;
    }
    long today = Math.floorDiv(System.currentTimeMillis(), 86_400_000L);
    return new Fetched.Points(points.stream().filter(point -> point.day() < today).toList());
  }

  /** Seconds, or a date (RFC 9110, section 10.2.3). */
  private static @Nullable Duration retryAfter(@Nullable String header) {
    if (header == null) {
      return null;
    }
    try {
      BigDecimal seconds = new BigDecimal(header.strip());
      Duration wait = Duration.ofMillis(seconds.movePointRight(3).longValue());
      return bounded(wait);
    } catch (NumberFormatException e) {
      return date(header);
    }
  }

  private static @Nullable Duration date(String header) {
    try {
      Instant at =
          Instant.from(java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip()));
      return bounded(Duration.between(Instant.now(), at));
    } catch (java.time.DateTimeException e) {
      return null;
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
  }
}
