package dev.penstock.server.plant;

import dev.penstock.job.JobId;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.IssueBook;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.MappingBook;
import dev.penstock.transactions.store.PriceBook;
import dev.penstock.transactions.store.Publication;
import dev.penstock.transactions.store.Published;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ledgers that were never opened: lets a pipeline be declared without a data folder. */
final class ClosedLedger implements LedgerStore, PriceBook, IssueBook, MappingBook {
  @Override
  public Optional<Mapping> mapping(String tenant, String header) {
    throw closed();
  }

  @Override
  public void keep(String tenant, String header, Mapping mapping) {
    throw closed();
  }

  @Override
  public boolean forget(String tenant, String header) {
    throw closed();
  }

  @Override
  public long liveNumber(String account) {
    throw closed();
  }

  @Override
  public Optional<Generation> head(String account) {
    throw closed();
  }

  @Override
  public boolean put(Writer writer, List<Block> blocks) {
    throw closed();
  }

  @Override
  public List<Part> parts(JobId job, int round, String kind) {
    throw closed();
  }

  @Override
  public byte[] read(Part part) {
    throw closed();
  }

  @Override
  public Published publish(Publication publication) {
    throw closed();
  }

  @Override
  public boolean restore(String account) {
    throw closed();
  }

  @Override
  public List<Point> points(String currency, Set<String> assets) {
    throw closed();
  }

  @Override
  public void keep(String currency, List<Point> points) {
    throw closed();
  }

  @Override
  public Map<String, Settlement> settled(String account) {
    throw closed();
  }

  @Override
  public void settle(String account, String issue, Settlement settlement) {
    throw closed();
  }

  @Override
  public List<JobId> jobs() {
    throw closed();
  }

  @Override
  public void discard(JobId job, int round) {
    throw closed();
  }

  @Override
  public void removed(JobId job) {
    throw closed();
  }

  @Override
  public void close() {}

  private static IllegalStateException closed() {
    return new IllegalStateException("the pipeline is only declared, its ledgers are not open");
  }
}
