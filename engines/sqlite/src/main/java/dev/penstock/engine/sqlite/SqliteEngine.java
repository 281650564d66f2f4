package dev.penstock.engine.sqlite;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Gates;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The engine contract on one SQLite file, {@code engine.db}. One thread writes; verbs that come
 * while it commits share the next commit, and so the next sync of the disk. Claims alone are not
 * synced: they survive the end of the process, which is all they have to. Reads have connections of
 * their own. One process owns the folder.
 */
public final class SqliteEngine implements Engine {
  private final Store store;
  private final Tables tables;

  /** For tests that need to be inside a batch. */
  final CommitQueue queue;

  private final Verbs verbs;
  private final Beats beats;
  private final JobLog log;
  private final Gates gates;

  private SqliteEngine(Store store, Tables tables, Verbs verbs, InstantSource clock, Bells bells) {
    this.store = store;
    this.tables = tables;
    this.verbs = verbs;
    this.beats = new Beats(tables.leases, store.readers(), clock);
    this.log = new SqliteJobLog(store.readers(), tables.shelves, tables.leases, clock);
    this.queue = new CommitQueue(new GroupCommit(tables, bells, store.checkpoints())::apply);
    this.gates = new SqliteGates(queue, tables.gates, clock);
  }

  /**
   * Opens the engine of a folder, which is made when it is not there. What was claimed when its
   * last process ended is taken back at once.
   *
   * @param jitter draws the waits before retries; used by one thread only
   * @throws EngineUnavailableException when another process has the folder (the message names it),
   *     a newer version wrote the file, or it cannot be read
   */
  public static SqliteEngine open(
      Path folder, InstantSource clock, RandomGenerator jitter, EngineLimits limits, Bells bells) {
    Store store = Store.open(folder);
    try {
      var tables = new Tables(store.writer(), limits);
      var verbs = new Verbs(tables, clock, jitter, limits);
      var engine = new SqliteEngine(store, tables, verbs, clock, bells);
      engine.queue.run(t -> verbs.takeBackAll());
      return engine;
    } catch (SQLException e) {
      store.closeAfter(e);
      throw new EngineUnavailableException("the engine in " + folder + " cannot be opened", e);
    }
  }

  @Override
  public Admission submit(Submission submission) {
    return queue.run(t -> verbs.submit(submission));
  }

  @Override
  public List<Claim> claim(Want want) {
    // Whoever looks in vain does not disturb the writer.
    return tables.shelves.anyReady(want.pipeline(), want.stage())
        ? queue.run(t -> verbs.claim(want), false)
        : List.of();
  }

  @Override
  public Verdict commit(Claim claim, Step step) {
    return queue.run(t -> verbs.commit(claim, step));
  }

  @Override
  public List<Beat> beat(List<Pulse> pulses) {
    return beats.beat(pulses);
  }

  @Override
  public Changed control(JobId job, Control control) {
    return queue.run(t -> verbs.control(job, control));
  }

  @Override
  public Ticked tick() {
    return queue.run(t -> verbs.tick());
  }

  @Override
  public JobLog log() {
    return log;
  }

  @Override
  public Gates gates() {
    return gates;
  }

  /** The engine as it is now, for a back-up. */
  public EnginePicture picture() {
    return store.readers().picture();
  }

  /** Ends the writer after what it has in hand. */
  @Override
  public void close() {
    queue.close();
    try {
      tables.fences.settle();
      store.close();
    } catch (SQLException | IOException e) {
      throw new EngineUnavailableException("the engine could not be closed in order", e);
    }
  }
}
