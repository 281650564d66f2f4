package dev.penstock.server.http;

import dev.penstock.job.JobId;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.IssueBook;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.MappingBook;
import dev.penstock.transactions.store.PriceBook;
import dev.penstock.transactions.store.Publication;
import dev.penstock.transactions.store.Published;
import dev.penstock.transactions.view.Accounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ledgers of nobody, for tests that are about other things. */
final class NoLedger implements LedgerStore, PriceBook, IssueBook, MappingBook {
  @Override
  public Optional<Mapping> mapping(String tenant, String header) {
    return Optional.empty();
  }

  @Override
  public void keep(String tenant, String header, Mapping mapping) {}

  @Override
  public boolean forget(String tenant, String header) {
    return false;
  }

  static Accounts accounts() {
    var none = new NoLedger();
    return new Accounts(none, none, none, none, 1 << 20);
  }

  @Override
  public long liveNumber(String account) {
    return 0;
  }

  @Override
  public Optional<Generation> head(String account) {
    return Optional.empty();
  }

  @Override
  public boolean put(Writer writer, List<Block> blocks) {
    return false;
  }

  @Override
  public List<Part> parts(JobId job, int round, String kind) {
    return List.of();
  }

  @Override
  public byte[] read(Part part) throws GoneException {
    throw new GoneException("there are no blocks");
  }

  @Override
  public Published publish(Publication publication) {
    return new Published.Fenced();
  }

  @Override
  public boolean restore(String account) {
    return false;
  }

  @Override
  public List<Point> points(String currency, Set<String> assets) {
    return List.of();
  }

  @Override
  public void keep(String currency, List<Point> points) {}

  @Override
  public Map<String, Settlement> settled(String account) {
    return Map.of();
  }

  @Override
  public void settle(String account, String issue, Settlement settlement) {}

  @Override
  public List<JobId> jobs() {
    return List.of();
  }

  @Override
  public void discard(JobId job, int round) {}

  @Override
  public void removed(JobId job) {}

  @Override
  public void close() {}
}
