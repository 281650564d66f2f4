package dev.penstock.transactions;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.csv.RowReader;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageResult;
import dev.penstock.transactions.rows.Column;
import dev.penstock.transactions.rows.Fault;
import dev.penstock.transactions.rows.RowParser;
import dev.penstock.transactions.rows.Staged;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Block;
import dev.penstock.transactions.wire.Pack;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of one chunk: each becomes a record or a list of faults. */
final class ParseStage implements Stage {
  /** Far more than a chunk that is full. */
  private static final int MOST = 24 << 20;

  private final LedgerStore store;

  ParseStage(LedgerStore store) {
    this.store = store;
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    ParseOrder order = ParseOrder.decode(context.chunk().in());
    // A row without an end makes a chunk of any length; nobody reads more of it than this.
    int length = (int) Math.min(MOST, order.rows().length());
    byte[] bytes;
    try (InputStream in = context.blobs().open(order.blob(), order.rows().offset(), length)) {
      bytes = in.readNBytes(length);
    }
    try (var errors = new RowErrors(context, order.layout().headers())) {
      return parse(context, order, bytes, errors);
    }
  }

  private StageResult parse(StageContext context, ParseOrder order, byte[] bytes, RowErrors errors)
      throws IOException, InterruptedException {
    var row = new RowReader(bytes, bytes.length, order.layout().dialect(), order.rows().line());
    var setting = TransactionsInputs.of(context.inputs()).rows();
    var parser = new RowParser(order.layout(), setting, row, bytes, order.rows().offset());
    var records = new Pack(bytes.length * 2 + 1024);
    var starts = new ArrayList<Integer>();
    long seen = 0;
    while (row.next()) {
      int start = records.length();
      boolean cut = row.stop() == bytes.length && bytes.length < order.rows().length();
      List<Fault> faults = cut ? List.of(tooLong(order)) : parser.parse(records);
      if (cut) {
        errors.add(place(order, row, seen), faults, List.of(), "");
      } else if (faults.isEmpty()) {
        starts.add(start);
      } else {
        errors.add(place(order, row, seen), faults, fields(row), original(bytes, row));
      }
      seen++;
      if ((seen & 0xfff) == 0) {
        context.progress(seen);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
    BlobRef staged = stage(context, records, starts);
    var note = new Pack(1024);
    ParseOrder.pack(note, staged);
    parser.wanted().packInto(note);
    var block =
        new Block(
            "staged", "%010d".formatted(context.chunk().number()), new byte[0], note.toBytes());
    if (!store.put(Stages.writer(context), List.of(block))) {
      return Stages.fenced();
    }
    return StageResult.done(Tally.of(starts.size(), 0, errors.count()), Payload.NONE)
        .withRejects(errors.finish());
  }

  private static Fault tooLong(ParseOrder order) {
    return new Fault(
        order.layout().header(Column.TIMESTAMP),
        "row.too_long",
        "",
        "the row goes on for more than %d bytes".formatted(MOST / 2));
  }

  private static RowErrors.Place place(ParseOrder order, RowReader row, long seen) {
    return new RowErrors.Place(
        order.rows().row() + seen,
        row.line(),
        order.rows().offset() + row.begin(),
        row.stop() - row.begin());
  }

  private static List<String> fields(RowReader row) {
    var fields = new ArrayList<String>(row.fields());
    for (int i = 0; i < row.fields(); i++) {
      fields.add(row.text(i));
    }
    return fields;
  }

  private static String original(byte[] bytes, RowReader row) {
    return new String(bytes, row.begin(), row.stop() - row.begin(), StandardCharsets.UTF_8);
  }

  private static BlobRef stage(StageContext context, Pack records, List<Integer> starts)
      throws IOException {
    String key = context.blobKey(Keep.WORK, "staged");
    try (BlobWriter blob = context.blobs().create(key, Hashing.DAMAGE);
        OutputStream out = Channels.newOutputStream(blob)) {
      Staged.write(records, RowParser.places(records, starts), out);
      return blob.publish();
    }
  }
}
