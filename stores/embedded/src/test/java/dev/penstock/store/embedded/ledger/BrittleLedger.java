package dev.penstock.store.embedded.ledger;

import dev.penstock.job.JobId;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.Publication;
import dev.penstock.transactions.store.Published;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose changes are made, and whose answers are lost: every so many of them. */
final class BrittleLedger implements LedgerStore {
  private final LedgerStore store;
  private final int every;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger publications = new AtomicInteger();

  BrittleLedger(LedgerStore store, int every) {
    this.store = store;
    this.every = every;
  }

  private <T> T lost(T answer) throws IOException {
    if (calls.incrementAndGet() % every == 0) {
      throw new IOException("the answer was lost");
    }
    return answer;
  }

  @Override
  public long liveNumber(String account) throws IOException {
    return store.liveNumber(account);
  }

  @Override
  public Optional<Generation> head(String account) throws IOException {
    return store.head(account);
  }

  @Override
  public boolean put(Writer writer, List<Block> blocks) throws IOException {
    return lost(store.put(writer, blocks));
  }

  @Override
  public List<Part> parts(JobId job, int round, String kind) throws IOException {
    return store.parts(job, round, kind);
  }

  @Override
  public byte[] read(Part part) throws IOException {
    return store.read(part);
  }

  /** The answer to the first publication of all is always lost. */
  @Override
  public Published publish(Publication publication) throws IOException {
    Published answer = store.publish(publication);
    if (publications.incrementAndGet() == 1) {
      throw new IOException("the answer was lost");
    }
    return answer;
  }

  @Override
  public boolean restore(String account) throws IOException {
    return store.restore(account);
  }

  @Override
  public List<JobId> jobs() throws IOException {
    return store.jobs();
  }

  @Override
  public void discard(JobId job, int round) throws IOException {
    store.discard(job, round);
  }

  @Override
  public void removed(JobId job) throws IOException {
    store.removed(job);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
