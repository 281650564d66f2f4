package dev.penstock.transactions;

import dev.penstock.blob.Payload;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.transactions.book.PoolRecord;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Matches the disposals of one pool with its lots, by each of the methods. */
final class MatchStage implements Stage {
  private final LedgerStore store;

  MatchStage(LedgerStore store) {
    this.store = store;
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    var chunk = context.chunk();
    if (!(chunk.in() instanceof Payload.Inline(var bytes)) || bytes.length == 0) {
      return StageResult.done(chunk.load(), Payload.NONE);
    }
    PoolOrder order = PoolOrder.decode(bytes);
    var inputs = TransactionsInputs.of(context.inputs());
    var made = new Made(store, chunk.job(), chunk.place().round());
    var links = made.first("links", order.asset()).map(part -> read(part)).orElse(new byte[0]);
    var keeper = new Keeper(store, Stages.writer(context), List.of());
    List<Matching> matchings = new ArrayList<>();
    for (Method method : order.methods().keySet()) {
      String name = AccountView.poolOf(method, order.asset());
      matchings.add(
          new Matching(order.asset(), name, inputs.rules(method), Link.unpack(links), keeper));
    }
    try {
      goOver(context, made.named("events", order.asset() + " "), matchings);
      int i = 0;
      for (Map.Entry<Method, byte[]> method : order.methods().entrySet()) {
        matchings.get(i++).finish(method.getValue());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return keeper.finish() ? StageResult.done(chunk.load(), Payload.NONE) : Stages.fenced();
  }

  private byte[] read(Part part) {
    try {
      return store.read(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void goOver(StageContext context, List<Part> events, List<Matching> matchings)
      throws IOException, InterruptedException {
    for (Part part : events) {
      var in = new Unpack(store.read(part));
      while (in.more()) {
        PoolRecord record = PoolRecord.unpack(in);
        for (Matching matching : matchings) {
          matching.add(record);
        }
      }
      if (context.stopping() || Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
