package dev.penstock.transactions;

import dev.penstock.blob.Payload;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.transactions.price.PriceSource;
import dev.penstock.transactions.price.PriceSource.Fetched;
import dev.penstock.transactions.store.PriceBook;
import dev.penstock.transactions.store.PriceBook.Outcome;
import dev.penstock.transactions.store.PriceBook.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    Fetched fetched;
    try {
      fetched = source.get().fetch(order.window());
    } catch (IOException e) {
      fetched = new Fetched.Later(Outcome.PROVIDER_DOWN, null, String.valueOf(e.getMessage()));
    }
    return switch (fetched) {
      case Fetched.Points(var points) -> keep(context, order, source.get(), points);
      case Fetched.UnknownAsset _ -> {
        keep(order, source.get().name(), Outcome.UNKNOWN_ASSET);
        yield StageResult.done(chunk.load(), Payload.NONE);
      }
      case Fetched.Later later -> later(context, order, source.get(), later);
    };
  }

  private StageResult keep(
      StageContext context, PriceOrder order, PriceSource source, List<Point> found)
      throws IOException {
    Set<Long> days = new HashSet<>();
    found.forEach(point -> days.add(point.day()));
    var points = new ArrayList<>(found);
    for (long day : order.days()) {
      if (!days.contains(day)) {
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

  private static Point missing(PriceOrder order, long day, String source, Outcome outcome) {
    return new Point(order.window().asset(), day, outcome, null, source, 0);
  }
}
