package dev.penstock.transactions;

import dev.penstock.blob.Payload;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.transactions.price.PriceSource;
import dev.penstock.transactions.price.PriceSource.Entry;
import dev.penstock.transactions.price.PriceSource.Fetched;
import dev.penstock.transactions.price.PriceTable;
import dev.penstock.transactions.rows.WantedPrices;
import dev.penstock.transactions.store.PriceBook;
import dev.penstock.transactions.store.PriceBook.Outcome;
import dev.penstock.transactions.store.PriceBook.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks a source for the prices of one window. What is not there is kept as not there, so that
 * nobody asks again; what may still come is tried again, and in the end left open: the rows stay
 * unpriced, and the next run asks.
 */
final class PricesStage implements Stage {
  private final PriceBook prices;
  private final PriceSource.Directory sources;
  private final int attempts;

  /**
   * The stage.
   *
   * @param attempts after which a call ends with an answer of ours, not with a dead letter
   */
  PricesStage(PriceBook prices, PriceSource.Directory sources, int attempts) {
    this.prices = prices;
    this.sources = sources;
    this.attempts = attempts;
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    var chunk = context.chunk();
    if (!(chunk.in() instanceof Payload.Inline(var bytes)) || bytes.length == 0) {
      return StageResult.done(chunk.load(), Payload.NONE);
    }
    PriceOrder order = PriceOrder.decode(bytes);
    Optional<PriceSource> source = sources.named(order.source());
    if (source.isEmpty()) {
      keep(order, "", Outcome.PROVIDER_DOWN);
      return StageResult.done(chunk.load(), Payload.NONE);
    }
    return source.get().callsInChunk() > 1
        ? several(context, order, source.get())
        : one(context, order, source.get());
  }

  private static Fetched fetch(PriceSource source, PriceSource.Window window, Entry entry)
      throws InterruptedException {
    try {
      return source.fetch(window, entry);
    } catch (IOException e) {
      return new Fetched.Later(Outcome.PROVIDER_DOWN, null, String.valueOf(e.getMessage()));
    }
  }

  /** One call, which the chunk has paid for before it was claimed. */
  private StageResult one(StageContext context, PriceOrder order, PriceSource source)
      throws IOException, InterruptedException {
    var chunk = context.chunk();
    Fetched fetched = fetch(source, order.window(), Entry.OPEN);
    return switch (fetched) {
      case Fetched.Points(var points) -> keep(context, order, source, points);
      case Fetched.UnknownAsset _ -> {
        keep(order, source.name(), Outcome.UNKNOWN_ASSET);
        yield StageResult.done(chunk.load(), Payload.NONE);
      }
      case Fetched.Later later -> later(context, order, source, later);
    };
  }

  /** Many calls, each of which pays for itself. What an attempt before has brought is not asked. */
  private StageResult several(StageContext context, PriceOrder order, PriceSource source)
      throws IOException, InterruptedException {
    PriceOrder open = open(order);
    if (open.days().isEmpty()) {
      return StageResult.done(context.chunk().load(), Payload.NONE);
    }
    Entry entry =
        source.gate().<Entry>map(gate -> () -> context.permit(gate, 1)).orElse(Entry.OPEN);
    var found = new ArrayList<Point>();
    var days = new TreeSet<>(open.days());
    var asked = order.window();
    for (PriceSource.Window window : source.windows(asked.asset(), asked.currency(), days)) {
      switch (fetch(source, window, entry)) {
        case Fetched.Points(var points) when points.isEmpty() && window.first() < today() ->
            found.add(missing(order, window.first(), source.name(), Outcome.NOT_FOUND));
        case Fetched.Points(var points) -> found.addAll(points);
        case Fetched.UnknownAsset _ ->
            found.add(missing(order, window.first(), source.name(), Outcome.UNKNOWN_ASSET));
        case Fetched.Later later -> {
          prices.keep(asked.currency(), found);
          return later(context, open(order), source, later);
        }
      }
      context.progress(found.size());
    }
    prices.keep(asked.currency(), found);
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  /** The same without the days that are known by now. */
  private PriceOrder open(PriceOrder order) throws IOException {
    var window = order.window();
    var table = new PriceTable(prices.points(window.currency(), Set.of(window.asset())));
    return new PriceOrder(
        order.source(),
        window,
        order.days().stream().filter(day -> table.open(window.asset(), day)).toList());
  }

  private StageResult keep(
      StageContext context, PriceOrder order, PriceSource source, List<Point> found)
      throws IOException {
    Set<Long> days = new HashSet<>();
    found.forEach(point -> days.add(point.day()));
    var points = new ArrayList<>(found);
    for (long day : order.days()) {
      // What is not there today may be there tomorrow.
      if (!days.contains(day) && day < today()) {
        points.add(missing(order, day, source.name(), Outcome.NOT_FOUND));
      }
    }
    prices.keep(order.window().currency(), points);
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  private StageResult later(
      StageContext context, PriceOrder order, PriceSource source, Fetched.Later later)
      throws IOException {
    if (context.chunk().attempt() < attempts) {
      String code =
          later.outcome() == Outcome.RATE_LIMITED ? "prices.rate_limited" : "prices.provider_down";
      return new StageResult.RetryLater(
          new Problem(code, source.name() + ": " + later.why()),
          later.after(),
          later.after() == null ? null : source.gate().orElse(null));
    }
    keep(order, source.name(), later.outcome());
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  private void keep(PriceOrder order, String source, Outcome outcome) throws IOException {
    prices.keep(
        order.window().currency(),
        order.days().stream().map(day -> missing(order, day, source, outcome)).toList());
  }

  private static long today() {
    return WantedPrices.day(System.currentTimeMillis());
  }

  private static Point missing(PriceOrder order, long day, String source, Outcome outcome) {
    return new Point(order.window().asset(), day, outcome, null, source, 0);
  }
}
