package dev.penstock.transactions.price;

import dev.penstock.transactions.store.PriceBook.Outcome;
import dev.penstock.transactions.store.PriceBook.Point;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A price file that lies on a web server, in the form of {@link FilePrices}. Fetched once. */
public final class UrlPrices implements PriceSource {
  private static final int MOST_BYTES = 64 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI address;
  private byte @Nullable [] fetched;

  public UrlPrices(URI address) {
    this.address = address;
  }

  @Override
  public String name() {
    return address.getHost() + address.getPath();
  }

  @Override
  public String key() {
    return address.toString();
  }

  @Override
  public boolean knows(String asset) {
    return true;
  }

  @Override
  public Optional<String> gate() {
    return Optional.empty();
  }

  @Override
  public List<Window> windows(String asset, String currency, SortedSet<Long> days) {
    return List.of(new Window(asset, currency, days.first(), days.last()));
  }

  @Override
  public Fetched fetch(Window window, Entry entry) throws IOException, InterruptedException {
    byte[] csv = csv(entry);
    if (csv.length == 0) {
      return new Fetched.Later(Outcome.PROVIDER_DOWN, null, "no price file at " + address);
    }
    List<Point> points =
        FilePrices.read(csv, name(), window.currency()).stream()
            .filter(point -> point.asset().equals(window.asset()))
            .toList();
    return points.isEmpty() ? new Fetched.UnknownAsset() : new Fetched.Points(points);
  }

  /** The file; empty when the server has none. */
  private synchronized byte[] csv(Entry entry) throws IOException, InterruptedException {
    byte[] known = fetched;
    if (known != null) {
      return known;
    }
    entry.pass();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
              BodyHandlers.limiting(info -> BodySubscribers.ofByteArray(), MOST_BYTES));
      if (answer.statusCode() != 200) {
        return new byte[0];
      }
      fetched = answer.body();
      return answer.body();
    }
  }
}
