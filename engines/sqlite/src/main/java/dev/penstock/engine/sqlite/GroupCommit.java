package dev.penstock.engine.sqlite;

import dev.penstock.engine.Bells;
import dev.penstock.engine.UnconservedStepException;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a batch of verbs in one transaction and pays for one sync of the disk. Either all of a batch
 * happens or none of it; then bells ring and everybody is answered.
 *
 * <p>A batch in which nothing has to survive a loss of power (claims alone) is committed without a
 * sync: SQLite's {@code synchronous=NORMAL} in WAL mode. It survives the end of the process all the
 * same, and the next batch with a sync takes it to the disk as well, because both are in one log.
 */
final class GroupCommit {
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  private final Tables tables;
  private final Bells bells;
  private final Checkpoints checkpoints;
  private boolean syncing = true;

  /** What a transaction that went wrong left to do before the next one may begin. */
  private Owed owed = Owed.NOTHING;

  private enum Owed {
    NOTHING,
    ROLLBACK,
    RECOUNT
  }

  GroupCommit(Tables tables, Bells bells, Checkpoints checkpoints) {
    this.tables = tables;
    this.bells = bells;
    this.checkpoints = checkpoints;
  }

  /** Answers every ticket, whatever happens. */
  void apply(List<Ticket<?>> batch) {
    try {
      if (!settles(batch)) {
        // Some verb is broken. Each runs alone now, so that only that one fails.
        for (Ticket<?> ticket : batch) {
          settles(List.of(ticket));
        }
      }
    } catch (RuntimeException | Error e) {
      // why: the writer must live on; a ticket whose verb was not committed says so by itself.
      log.error("the engine's writer failed", e);
    } finally {
      batch.forEach(Ticket::complete);
    }
    checkpoints.committed(batch.size());
  }

  /**
   * Commits a batch, or fails all of it for a reason that is not its own. Answers false when one of
   * several verbs is broken: then nothing of the batch was applied.
   */
  private boolean settles(List<Ticket<?>> batch) {
    try {
      payOff();
      commit(batch, needsSync(batch));
    } catch (SQLException e) {
      takeBack();
      for (Ticket<?> ticket : batch) {
        ticket.fail(Trouble.of("the engine's file cannot be written", e));
      }
      return true;
    } catch (RuntimeException | Error e) {
      // why: whatever a verb throws, it must not commit half of itself nor end the writer.
      takeBack();
      if (e instanceof MiscountException && owed == Owed.NOTHING) {
        log.error("the counters in memory are wrong", e);
        owed = Owed.RECOUNT;
      }
      batch
          .getFirst()
          .fail(e instanceof RuntimeException bug ? bug : new IllegalStateException("an error", e));
      return batch.size() == 1;
    }
    keep(batch);
    return true;
  }

  private void commit(List<Ticket<?>> batch, boolean sync) throws SQLException {
    sync(sync);
    owed = Owed.ROLLBACK;
    tables.sql.update("BEGIN IMMEDIATE");
    for (Ticket<?> ticket : batch) {
      try {
        ticket.run(tables);
      } catch (UnconservedStepException refused) {
        ticket.fail(refused);
      }
    }
    tables.save();
    if (tables.batch.isToSync() && !sync) {
      // Known too late for this transaction; about once a minute.
      rollBack();
      commit(batch, true);
      return;
    }
    tables.sql.update("COMMIT");
    owed = Owed.RECOUNT;
  }

  /** The batch is committed: from here on nothing of it is taken back, whatever fails. */
  private void keep(List<Ticket<?>> batch) {
    batch.forEach(Ticket::stands);
    try {
      tables.keep();
      owed = Owed.NOTHING;
    } catch (RuntimeException | Error e) {
      // why: the database is right, and memory is counted anew before the next batch.
      log.error("the counters in memory are doubtful", e);
    }
    try {
      tables.batch.ring(bells);
    } catch (RuntimeException | Error e) {
      // why: a bell is a hint; what its listener does is no reason to stop committing.
      log.error("a bell's listener failed", e);
    }
    tables.batch.clear();
  }

  /** Brings memory and database together again, where the last batch could not. */
  private void payOff() throws SQLException {
    if (owed == Owed.ROLLBACK) {
      rollBack();
    }
    if (owed == Owed.RECOUNT) {
      tables.recount();
      owed = Owed.NOTHING;
    }
  }

  private static boolean needsSync(List<Ticket<?>> batch) {
    for (Ticket<?> ticket : batch) {
      if (ticket.durable) {
        return true;
      }
    }
    return false;
  }

  /** A pragma of its own: SQLite does not change this inside a transaction. */
  private void sync(boolean on) throws SQLException {
    if (syncing != on) {
      tables.sql.execute(on ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
      syncing = on;
    }
  }

  /** Takes a failed batch back, or leaves that to the next one. */
  private void takeBack() {
    tables.leases.doubt();
    try {
      if (owed == Owed.ROLLBACK) {
        rollBack();
      }
    } catch (RuntimeException | Error e) {
      // why: the tickets have to hear of the first failure; no batch begins before this is done.
      log.error("a failed batch could not be taken back yet", e);
    }
  }

  /**
   * Rolls back in memory and in the database. Where SQLite has no transaction any more it ended it
   * by itself, and what came of it is for the tables to say.
   */
  private void rollBack() {
    tables.forget();
    try {
      tables.sql.execute("ROLLBACK");
      owed = Owed.NOTHING;
    } catch (SQLException e) {
      log.debug("nothing was left to roll back: {}", e.getMessage());
      owed = Owed.RECOUNT;
    }
  }
}
