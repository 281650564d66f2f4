package dev.penstock.server.plant;

import dev.penstock.server.config.Fleet;
import dev.penstock.store.embedded.ledger.SqliteLedger;
import dev.penstock.transactions.TransactionsPipeline.Stores;
import dev.penstock.transactions.view.Accounts;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The ledgers of a data folder: open in the process that has the stores, closed in all others. */
final class Ledgers implements Closeable {
  private final @Nullable SqliteLedger ledger;

  private Ledgers(@Nullable SqliteLedger ledger) {
    this.ledger = ledger;
  }

  /** Opens them, if this process is one that has stores; its feature store holds the lock. */
  static Ledgers open(DataFolder data, Fleet fleet) throws IOException {
    return new Ledgers(
        fleet.role().hasStore() ? SqliteLedger.open(data.ledger(), InstantSource.system()) : null);
  }

  /** For pipelines that are only declared. */
  static Stores closed() {
    var closed = new ClosedLedger();
    return new Stores(closed, closed, closed, closed);
  }

  /** For pipelines. */
  Stores stores() {
    return ledger == null ? closed() : new Stores(ledger, ledger, ledger, ledger);
  }

  /**
   * For readers.
   *
   * @throws IllegalStateException where they are closed: such a process answers nobody
   */
  Accounts accounts() {
    if (ledger == null) {
      throw new IllegalStateException("the ledgers are open in another process");
    }
    long room = Math.max(8L << 20, Runtime.getRuntime().maxMemory() / 10);
    return new Accounts(ledger, ledger, ledger, ledger, room);
  }

  @Override
  public void close() throws IOException {
    if (ledger != null) {
      ledger.close();
    }
  }
}
