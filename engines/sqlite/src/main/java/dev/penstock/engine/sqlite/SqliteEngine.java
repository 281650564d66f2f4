package dev.penstock.engine.sqlite;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Durability;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineUnavailableException;
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

  private final Submitting submitting;
  private final Claiming claiming;
  private final Steps steps;
  private final Controlling controlling;
  private final Ticking ticking;
  private final Beats beats;
  private final JobLog log;

  private SqliteEngine(Store store, Tables tables, Bells bells, Setup setup) {
    this.store = store;
    this.tables = tables;
    InstantSource clock = setup.clock();
    var endings = new Endings(tables);
    var cascade = new Cascade(tables, endings);
    this.submitting = new Submitting(clock, setup.limits());
    this.claiming = new Claiming(clock);
    this.steps = new Steps(tables, cascade, endings, clock, setup.jitter());
    this.controlling = new Controlling(tables, cascade, endings, clock);
    this.ticking = new Ticking(tables, steps, clock);
    this.beats = new Beats(tables.leases, store.readers(), clock);
    this.log = new SqliteJobLog(store.readers(), tables.lanes, clock);
    this.queue = new CommitQueue(new GroupCommit(tables, bells, store.checkpoints()));
  }

  private record Setup(InstantSource clock, RandomGenerator jitter, EngineLimits limits) {}

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
      var engine = new SqliteEngine(store, tables, bells, new Setup(clock, jitter, limits));
      engine.queue.run(t -> engine.ticking.takeBackAll());
      return engine;
    } catch (SQLException e) {
      store.closeAfter(e);
      throw new EngineUnavailableException("the engine in " + folder + " cannot be opened", e);
    }
  }

  @Override
  public Admission submit(Submission submission) {
    return queue.run(t -> submitting.submit(t, submission));
  }

  @Override
  public List<Claim> claim(Want want) {
    // Whoever looks in vain does not disturb the writer.
    return tables.lanes.anyReady(want.pipeline(), want.stage())
        ? queue.run(t -> claiming.claim(t, want), false)
        : List.of();
  }

  @Override
  public Verdict commit(Claim claim, Step step) {
    return queue.run(t -> steps.commit(claim, step));
  }

  @Override
  public List<Beat> beat(List<Pulse> pulses) {
    return beats.beat(pulses);
  }

  @Override
  public Changed control(JobId job, Control control) {
    return queue.run(t -> controlling.control(job, control));
  }

  @Override
  public Ticked tick() {
    return queue.run(t -> ticking.tick());
  }

  @Override
  public JobLog log() {
    return log;
  }

  @Override
  public Durability durability() {
    return Durability.POWER;
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
