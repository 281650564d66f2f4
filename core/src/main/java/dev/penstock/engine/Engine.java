package dev.penstock.engine;

import dev.penstock.job.JobId;
import java.util.List;

/**
 * Moves jobs and chunks. Every change of state is one of six verbs, and each verb is atomic: it
 * happens as a whole or not at all, whenever the process or the machine stops, and no reader sees
 * half of it. An engine that cannot do one of them atomically is not an engine. {@code
 * EngineContract} in the testkit says the same in tests, and runs against every engine.
 *
 * <p>What an engine guarantees:
 *
 * <ul>
 *   <li><b>Durable.</b> When submit, commit or control returns, its change survives what {@link
 *       JobLog#durability} says.
 *   <li><b>Fenced.</b> A claim's fence is greater than every fence given before: {@code max(last +
 *       1, the clock in µs)}. Time decides when a chunk is offered again, never who may commit.
 *   <li><b>Conserved.</b> Only START stages discover items. Any other step accounts for exactly the
 *       load of its chunk, or is refused ({@link UnconservedStepException}). When a job has ended,
 *       {@code in = ok + repaired + rejected + dead}; chunks that were cancelled count as dead.
 *   <li><b>Barriers fire once.</b> For each (job, stage, group, round) the engine keeps how many
 *       chunks are open and whether more may come. The commit that closes the last one of a sealed
 *       stage starts what follows, in the same atomic step, however chunks ended; dead ones close
 *       it too. A group ends at a barrier that nothing of it passed.
 *   <li><b>Groups form a tree.</b> A group is born at one stage, out of one parent group, and keeps
 *       that place over all rounds; a spawn into it from anywhere else is refused, because it could
 *       arrive behind a barrier that has fired.
 *   <li><b>Lines.</b> Of the jobs of one lane, and of those under one coalesce key, at most one has
 *       chunks that have not ended; they come to their turn in the order of admission, whatever
 *       ends the one before.
 *   <li><b>A dead START chunk fails the job</b>, because nobody knows what it did not discover. A
 *       replay of such a job takes that chunk along, or is refused. A job of which nothing passed
 *       fails with {@code job.nothing_succeeded} when its last chunk has ended; a job without items
 *       passes its barriers. Items that wait at a barrier when a job fails or is dismissed count as
 *       dead.
 *   <li><b>A claim counts before its work starts</b>, so a crash is counted, apart from failures.
 * </ul>
 *
 * <p>All methods are thread-safe and may block for the time of a durable write. They throw {@link
 * EngineUnavailableException} when the store cannot be reached.
 */
public interface Engine extends AutoCloseable {
  /**
   * Makes the job and its first chunk durable, in one step, or answers why not. With an idempotency
   * key the second call with the same hash answers {@link Admission.Existing}, however the first
   * ended, for as long as the job is kept. The key is asked first, then the coalesce key, then the
   * limits.
   *
   * <p>A job that has to wait, for the one before it in its lane or for the one that runs under its
   * coalesce key, has no chunk yet; it gets it in the step that ends the job before it. The verb
   * that ends a job also submits its follow-ups, in the same step.
   */
  Admission submit(Submission submission);

  /**
   * Grants at most {@link Want#max} ready chunks of the stage. Of several callers racing for one
   * chunk exactly one gets it. An empty list means that nothing may run now. The first claim of a
   * job makes it RUNNING.
   *
   * <p>Only chunks of jobs whose plan has one of the {@link Want#versions} are granted; the others
   * stay where they are, and {@link StageGauge#waiting} tells of them.
   *
   * <p>Tenants take turns, evenly by what their chunks cost ({@link Turns}); of one tenant's jobs
   * those of the highest priority go first, equal ones take turns, and a job's chunks go in their
   * order. A chunk whose gate is closed is passed over; where one may run later without anybody's
   * doing, the engine rings {@link Bells#readyAt}.
   */
  List<Claim> claim(Want want);

  /**
   * The one transition of a held chunk: closes or checkpoints it, takes its tally, spawns what
   * follows, moves the counters of stage and job, writes events, seals and fires barriers, ends the
   * job; all in one step. With an old fence nothing changes and the answer is FENCED, also for the
   * second of two equal calls. After the job ended, CANCELLED.
   *
   * <p>A {@link Step.Checkpoint} is progress: the chunk's failures and crashes count from zero
   * again, so that a long chunk whose worker is stopped now and then is not poison. What it rejects
   * it reports: {@code tally.rejected() == rejects.count()}, as in {@link Step.Done}. Under the
   * fence that holds the chunk the last checkpoint may be made again, when its answer was lost: the
   * answer is APPLIED, and nothing is applied. A number that is neither that nor the next one is
   * refused.
   *
   * <p>{@link Step.Retry} waits with full jitter by the stage's policy, never less than its {@code
   * after}; beyond the policy's attempts it is a {@link Step.Dead}. It may pause a gate, in the
   * same step. {@link Step.Split} puts parts in the chunk's place.
   *
   * @throws UnconservedStepException when the step does not add up; nothing changed
   */
  Verdict commit(Claim claim, Step step);

  /**
   * Signs of life, answered in order. Extends leases and notes progress, which readers see in
   * {@link dev.penstock.job.StageProgress#underway} and nobody is told of; not durable, cheap. All
   * leases that stand are extended before anything is looked up. LOST and CANCEL are said where
   * they are known; a holder of whose claim nothing can be read now is answered CONTINUE, and its
   * commit decides.
   */
  List<Beat> beat(List<Pulse> pulses);

  /**
   * An operator's change of one job. Idempotent where it can be: dismissing twice is dismissing.
   */
  Changed control(JobId job, Control control);

  /**
   * Does what time alone brings: delayed chunks become ready, lapsed leases are taken back (an
   * attempt that crashed; beyond the policy's crashes a dead letter {@code chunk.poison}).
   * Idempotent; any number of processes may tick.
   */
  Ticked tick();

  /** What can be read. */
  JobLog log();

  /** Limits on what chunks ask of the outside, shared by all processes of the engine. */
  Gates gates();

  /**
   * Releases the store. Open claims stay claimed until their leases run out or the engine opens
   * again.
   */
  @Override
  void close();
}
