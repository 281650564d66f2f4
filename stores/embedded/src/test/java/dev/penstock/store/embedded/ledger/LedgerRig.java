package dev.penstock.store.embedded.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.job.JobResult;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import dev.penstock.transactions.TransactionsPipeline;
import dev.penstock.transactions.TransactionsSettings;
import dev.penstock.transactions.gains.GainTable;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.price.FilePrices;
import dev.penstock.transactions.price.PriceSource;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.view.Blocks;
import dev.penstock.transactions.view.RowQuery;
import dev.penstock.transactions.view.Seen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The transactions pipeline on its store, with small chunks, so that small files have many. */
final class LedgerRig implements AutoCloseable {
  private static final RetryPolicy PATIENCE =
      new RetryPolicy(6, 3, Duration.ofMillis(5), Duration.ofMillis(20));

  private final Bells bells = new Bells();
  final Engine engine =
      new MemoryEngine(InstantSource.system(), new Random(1), EngineLimits.DEFAULT, bells);
  final BlobStore blobs;
  final SqliteLedger store;
  private final JobIds ids = new JobIds(InstantSource.system());
  private final Pipeline pipeline;
  private final PipelineHost host;

  LedgerRig(Path folder) throws IOException {
    this(folder, name -> Optional.of(new FilePrices(Path.of(name))), 7);
  }

  LedgerRig(Path folder, PriceSource.Directory sources, int rows) throws IOException {
    this(folder, sources, rows, store -> store);
  }

  LedgerRig(
      Path folder, PriceSource.Directory sources, int rows, UnaryOperator<LedgerStore> between)
      throws IOException {
    blobs = FileBlobStore.open(folder.resolve("blobs"), FileBlobStore.Settings.DEFAULT);
    store = SqliteLedger.open(folder.resolve("ledger"), InstantSource.system());
    pipeline =
        TransactionsPipeline.on(
            new TransactionsPipeline.Stores(between.apply(store), store, store, store),
            sources,
            new TransactionsSettings(2, rows, 8L << 20, PATIENCE));
    host =
        new PipelineHost(List.of(pipeline), engine, blobs, bells, HostSettings.of("test")).start();
  }

  Job run(String csv, String... inputs) throws IOException, InterruptedException {
    return run(csv.getBytes(StandardCharsets.UTF_8), inputs);
  }

  /** Runs a payload to its end, inputs as {@code name=value}. */
  Job run(byte[] payload, String... inputs) throws IOException, InterruptedException {
    return await(submit(payload, inputs));
  }

  Job await(JobId id) throws InterruptedException {
    return host.ended(id, Duration.ofSeconds(60)).orElseThrow();
  }

  /** Runs a payload that nothing is wrong with. */
  void ok(String csv, String... inputs) throws IOException, InterruptedException {
    Job job = run(csv, inputs);
    assertThat(job.state()).as("%s", job.outcome().failure()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.partial()).as(rejects(job)).isFalse();
  }

  JobId submit(byte[] payload, String... inputs) throws IOException {
    JobId id = ids.next();
    var given = new LinkedHashMap<String, List<String>>();
    for (String input : inputs) {
      String[] parts = input.split("=", 2);
      given.put(parts[0], List.of(parts[1]));
    }
    InputValues values =
        switch (pipeline.inputs().read(given)) {
          case Inputs.Reading.Accepted(var read) -> read;
          case Inputs.Reading.Refused(var problems) ->
              throw new IllegalArgumentException(problems.toString());
        };
    var submission =
        new Submission(
            id,
            "default",
            Plan.of(pipeline),
            "",
            values,
            keep(id, payload),
            Optional.empty(),
            Terms.PLAIN.lane("account/" + values.text("account")));
    assertThat(engine.submit(submission)).isInstanceOf(Admission.Accepted.class);
    return id;
  }

  private Payload keep(JobId id, byte[] payload) throws IOException {
    if (payload.length <= Payload.MAX_INLINE) {
      return Payload.inline(payload);
    }
    try (var blob = blobs.create("jobs/" + id + "/payload", Hashing.IDENTITY)) {
      for (var rest = ByteBuffer.wrap(payload); rest.hasRemaining(); ) {
        blob.write(rest);
      }
      return Payload.stored(blob.publish());
    }
  }

  AccountView view() throws IOException {
    return view("default");
  }

  AccountView view(String account) throws IOException {
    return new AccountView(store.head(account).orElseThrow(), new Blocks(store, 1 << 20));
  }

  String hash() throws IOException {
    return view().facts().hash();
  }

  List<Seen> rows() throws IOException {
    return rows(RowQuery.ALL);
  }

  List<Seen> rows(RowQuery query) throws IOException {
    var rows = new ArrayList<Seen>();
    view().rows().forEach(query, rows::add);
    return rows;
  }

  /** Gains as lines: year, term, kind, quantity, proceeds, cost, gain. */
  List<String> gains(Method method) throws IOException {
    var lines = new ArrayList<String>();
    view().gains(method).orElseThrow().forEach((key, sum) -> lines.add(line(key, sum)));
    return lines;
  }

  private static String line(GainTable.Key key, GainTable.Sum sum) {
    return "%d %s %s %s %s %s %s"
        .formatted(
            key.year(),
            key.term(),
            key.kind(),
            Exact.text(sum.quantity()),
            Exact.text(sum.proceeds()),
            Exact.text(sum.cost()),
            Exact.text(sum.gain()));
  }

  /** Every reject of a job, as it was written. */
  String rejects(Job job) throws IOException {
    var text = new StringBuilder();
    for (var rejects : engine.log().rejects(job.id(), 0, 1_000)) {
      try (var in = blobs.open(rejects.rejects().lines())) {
        text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  String result(Job job, String name) throws IOException {
    for (JobResult result : job.outcome().results()) {
      if (result instanceof JobResult.Stored stored && stored.name().equals(name)) {
        try (InputStream in = blobs.open(stored.blob())) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new AssertionError("no result " + name);
  }

  @Override
  public void close() throws IOException {
    host.close();
    store.close();
    blobs.close();
    engine.close();
  }
}
