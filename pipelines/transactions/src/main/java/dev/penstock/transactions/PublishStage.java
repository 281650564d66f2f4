package dev.penstock.transactions;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.job.JobResult;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageResult;
import dev.penstock.transactions.export.CsvOut;
import dev.penstock.transactions.export.DisposalSheet;
import dev.penstock.transactions.export.Notes;
import dev.penstock.transactions.export.Report;
import dev.penstock.transactions.export.Sheets;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.IssueBook;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.store.Publication;
import dev.penstock.transactions.store.Published;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.view.Blocks;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Flips the account's head to what the job has made, and leaves result files. */
final class PublishStage implements Stage {
  private static final List<String> KINDS =
      List.of(
          "marks",
          "events",
          "links",
          "matches",
          "flags",
          "pool",
          "balances",
          "income",
          "gains",
          "holdings",
          "issues");

  private static final long CACHE = 16L << 20;

  private final LedgerStore store;
  private final IssueBook issues;

  PublishStage(LedgerStore store, IssueBook issues) {
    this.store = store;
    this.issues = issues;
  }

  @Override
  public StageResult run(StageContext context) throws IOException {
    var inputs = TransactionsInputs.of(context.inputs());
    var chunk = context.chunk();
    int round = chunk.place().round();
    var drafts = store.parts(chunk.job(), round, LedgerDraft.KIND);
    Optional<Generation> live = store.head(inputs.account());
    if (drafts.isEmpty() && live.isPresent() && live.get().job().equals(chunk.job())) {
      // An attempt before this one has published, and died before it could say so.
      return StageResult.done(chunk.load(), Payload.NONE)
          .withResults(results(context, inputs, live.get()));
    }
    var draft = LedgerDraft.of(store, drafts, inputs.currency());
    var made = new Made(store, chunk.job(), round);
    List<Part> parts = new ArrayList<>(draft.rows());
    for (String kind : KINDS) {
      parts.addAll(made.all(kind));
    }
    byte[] facts = store.read(made.first(MetricsStage.FACTS, "all").orElseThrow());
    var generation =
        new Generation(
            inputs.account(), draft.base() + 1, chunk.job(), Instant.EPOCH, facts, parts);
    List<JobResult> results = results(context, inputs, generation);
    if (context.stopping()) {
      throw new Stopped("nobody wants the publication any more");
    }
    var publication =
        new Publication(Stages.writer(context), inputs.account(), draft.base(), facts, parts);
    return switch (store.publish(publication)) {
      case Published.Visible _ -> StageResult.done(chunk.load(), Payload.NONE).withResults(results);
      case Published.Fenced _ -> Stages.fenced();
      case Published.Moved(var other) ->
          StageResult.giveUp(
              "transactions.account_moved",
              "Another job has published generation %d of account %s meanwhile. Send the payload again."
                  .formatted(other, inputs.account()));
    };
  }

  private List<JobResult> results(
      StageContext context, TransactionsInputs inputs, Generation generation) throws IOException {
    var blocks = new Blocks(store, CACHE);
    var view = new AccountView(generation, blocks);
    Optional<AccountView> before =
        store
            .head(inputs.account())
            .filter(live -> !live.job().equals(context.chunk().job()))
            .map(live -> new AccountView(live, blocks));
    String home = "/v1/accounts/" + inputs.account();
    var results = new ArrayList<JobResult>();
    Set<String> settled = issues.settled(inputs.account()).keySet();
    results.add(
        file(
            context,
            "report.json",
            "application/json",
            out -> Report.write(view, before, settled, out)));
    results.add(file(context, "notes.txt", "text/plain", out -> Notes.write(view, settled, out)));
    results.add(file(context, "gains.csv", "text/csv", out -> Sheets.gains(view, new CsvOut(out))));
    results.add(
        file(context, "income.csv", "text/csv", out -> Sheets.income(view, new CsvOut(out))));
    results.add(
        file(
            context,
            "balances.csv",
            "text/csv",
            out -> Sheets.balances(view.balances(), new CsvOut(out))));
    results.add(
        file(context, "holdings.csv", "text/csv", out -> Sheets.holdings(view, new CsvOut(out))));
    results.add(
        file(context, "issues.csv", "text/csv", out -> Sheets.issues(view, new CsvOut(out))));
    if (inputs.allResults()) {
      results.add(
          file(
              context,
              "transactions.csv",
              "text/csv",
              out -> Sheets.transactions(view, new CsvOut(out))));
      for (Method method : inputs.methods()) {
        results.add(
            file(
                context,
                "form-8949-" + method.word() + ".csv",
                "text/csv",
                out -> DisposalSheet.write(view, method, 0, new CsvOut(out))));
      }
    }
    results.add(new JobResult.Link("transactions", "application/json", home + "/transactions"));
    results.add(new JobResult.Link("gains", "application/json", home + "/gains"));
    return results;
  }

  private static JobResult file(
      StageContext context, String name, String mediaType, Writing writing) throws IOException {
    var chunk = context.chunk();
    String told = chunk.place().round() == 0 ? name : "replay-" + chunk.number() + "-" + name;
    try (BlobWriter blob = context.blobs().create(context.blobKey(Keep.JOB, name), Hashing.DAMAGE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(blob), 1 << 16)) {
      writing.to(out);
      out.flush();
      return new JobResult.Stored(told, mediaType, blob.publish());
    }
  }

  @FunctionalInterface
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }
}
