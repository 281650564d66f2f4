package dev.penstock.transactions;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.transactions.price.PriceSource;
import dev.penstock.transactions.store.IssueBook;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.MappingBook;
import dev.penstock.transactions.store.PriceBook;
import java.time.Duration;
import java.util.List;

/**
 * A CSV of transactions in, an account's gains out.
 *
 * <pre>
 * plan       finds out how the file is laid out and cuts it into chunks of whole rows
 * parse      reads rows; a bad one becomes a reject that names its fields
 * ledger     merges the rows into the account's ledger, each one once
 * prices     asks a source for the prices that are not known yet
 * reconcile  values every row, keeps balances, links transfers, tells what does not add up
 * match      matches disposals with lots, pool by pool
 * metrics    sums up gains, income and holdings
 * publish    shows all of it at once, as a new generation
 * </pre>
 */
public final class TransactionsPipeline {
  public static final String NAME = "transactions";

  private static final Duration LEASE = Duration.ofSeconds(60);

  private TransactionsPipeline() {}

  /** What the pipeline stands on. */
  public record Stores(
      LedgerStore ledger, PriceBook prices, IssueBook issues, MappingBook mappings) {}

  /** The pipeline on its stores. */
  public static Pipeline on(
      Stores stores, PriceSource.Directory sources, TransactionsSettings settings) {
    var ledger = stores.ledger();
    var prices = stores.prices();
    return new Pipeline(
        NAME,
        1,
        "Imports a CSV of transactions: ledger, prices, transfers, lots, gains.",
        TransactionsInputs.DECLARED,
        List.of(
            StageSpec.start("plan", new PlanStage(settings, stores.mappings(), ledger))
                .concurrency(2)
                .atTheStore(),
            StageSpec.each("parse", new ParseStage(ledger))
                .concurrency(settings.cores())
                .lease(LEASE)
                .atTheStore(),
            StageSpec.all("ledger", new LedgerStage(ledger, prices, sources))
                .concurrency(2)
                .lease(LEASE)
                .atTheStore(),
            StageSpec.each(
                    "prices", new PricesStage(prices, sources, settings.patience().attempts()))
                .concurrency(32)
                .retry(settings.patience())
                .atTheStore(),
            StageSpec.all("reconcile", new ReconcileStage(ledger, prices, stores.issues()))
                .concurrency(2)
                .lease(LEASE)
                .atTheStore(),
            StageSpec.each("match", new MatchStage(ledger))
                .concurrency(settings.cores())
                .lease(LEASE)
                .atTheStore(),
            StageSpec.all("metrics", new MetricsStage(ledger, prices)).concurrency(2).atTheStore(),
            StageSpec.all("publish", new PublishStage(ledger, stores.issues()))
                .concurrency(2)
                .lease(LEASE)
                .atTheStore()),
        ledger);
  }
}
