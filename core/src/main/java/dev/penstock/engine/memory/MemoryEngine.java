package dev.penstock.engine.memory;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.Fences;
import dev.penstock.engine.Gates;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobEvent.Place;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The engine contract in plain memory, for tests and as the oracle that other engines are compared
 * with. One lock makes every verb and every read atomic; bells ring after it is released. What it
 * holds is gone with the process.
 */
public final class MemoryEngine implements Engine {
  private final InstantSource clock;
  private final Bells bells;
  private final ReentrantLock lock = new ReentrantLock();
  private final Board board = new Board();
  private final Endings endings = new Endings(board);
  private final Cascade cascade = new Cascade(board, endings);
  private final Lines lines = new Lines();
  private final Replays replays = new Replays(board, cascade, endings, lines);
  private final Jobs jobs;
  private final Succession succession;
  private final Steps steps;
  private final MemoryLog log;
  private final MemoryGates gates;
  private long lastFence;

  /**
   * @param jitter draws the waits before retries; used under the engine's lock only
   */
  public MemoryEngine(
      InstantSource clock, RandomGenerator jitter, EngineLimits limits, Bells bells) {
    this.clock = clock;
    this.jobs = new Jobs(limits, board, cascade, endings, lines);
    this.succession = new Succession(board, jobs, lines);
    this.bells = bells;
    this.steps = new Steps(board, cascade, endings, jitter);
    this.gates = new MemoryGates(board.gates, board, clock, this::atomically);
    this.log = new MemoryLog(lock, jobs.all(), board, clock);
  }

  @Override
  public Admission submit(Submission submission) {
    return atomically(() -> jobs.submit(submission, clock.instant()));
  }

  @Override
  public List<Claim> claim(Want want) {
    return atomically(
        () -> {
          Instant now = clock.instant();
          var claims = new ArrayList<Claim>();
          while (claims.size() < want.max()) {
            Chunk chunk = board.firstReady(want, now);
            if (chunk == null) {
              break;
            }
            claims.add(grant(chunk, want, now));
          }
          return List.copyOf(claims);
        });
  }

  /**
   * For a comparison with another engine, whose choice among chunks is its own within the rules of
   * fairness: grants the chunks that the other one chose, in its order.
   *
   * @throws IllegalStateException when one of them must not be granted now, or when another one
   *     could have been granted besides
   */
  public List<Claim> grant(Want want, List<Claim.ChunkKey> chosen) {
    return atomically(
        () -> {
          Instant now = clock.instant();
          var claims = new ArrayList<Claim>(chosen.size());
          for (Claim.ChunkKey key : chosen) {
            MemoryJob job = jobs.find(key.job());
            Chunk chunk = job == null ? null : job.chunks.get(key.number());
            if (chunk == null
                || !board.mayRun(chunk, now)
                || !want.stage().equals(chunk.planned().name())
                || !want.pipeline().equals(chunk.job.plan().pipeline())
                || !want.versions().contains(chunk.job.plan().version())) {
              throw new IllegalStateException(key + " must not be granted now");
            }
            claims.add(grant(chunk, want, now));
          }
          Chunk more = board.firstReady(want, now);
          if (claims.size() < want.max() && more != null) {
            throw new IllegalStateException(
                "chunk " + more.number + " of job " + more.job.id() + " was passed over");
          }
          return List.copyOf(claims);
        });
  }

  @Override
  public Verdict commit(Claim claim, Step step) {
    return atomically(
        () -> {
          Chunk chunk = find(claim);
          if (chunk == null) {
            return Verdict.FENCED;
          }
          if (holds(chunk, claim)) {
            steps.apply(chunk, step, clock.instant());
            return Verdict.APPLIED;
          }
          if (chunk.status == Status.CANCELLED) {
            return Verdict.CANCELLED;
          }
          tellFenced(chunk, claim);
          return Verdict.FENCED;
        });
  }

  @Override
  public List<Beat> beat(List<Pulse> pulses) {
    return atomically(
        () -> {
          Instant now = clock.instant();
          if (!pulses.isEmpty()) {
            board.time.look(now);
          }
          return pulses.stream().map(pulse -> beat(pulse, now)).toList();
        });
  }

  @Override
  public Changed control(JobId id, Control control) {
    return atomically(
        () -> {
          MemoryJob job = jobs.find(id);
          if (job == null) {
            return new Changed.NoSuchJob();
          }
          return switch (control) {
            case Control.Dismiss dismiss -> dismiss(job);
            case Control.Replay replay -> replays.replay(job, replay, clock.instant());
            case Control.Remove remove -> remove(job);
          };
        });
  }

  @Override
  public Ticked tick() {
    return atomically(
        () -> {
          Instant now = clock.instant();
          board.time.look(now);
          long lapsed = lapse(board.lapsed(), now);
          List<Chunk> due = board.due(now);
          for (Chunk chunk : due) {
            board.move(chunk, Status.READY, now);
            board.changed(chunk.job, now);
          }
          return new Ticked(lapsed, due.size());
        });
  }

  @Override
  public JobLog log() {
    return log;
  }

  @Override
  public Gates gates() {
    return gates;
  }

  @Override
  public void close() {}

  /**
   * What opening a durable engine again does: all leases end at once and count as crashes. So tests
   * can compare an engine that was opened again with this one.
   */
  public void restart() {
    atomically(
        () -> {
          board.time.begin();
          return lapse(board.running(), clock.instant());
        });
  }

  /**
   * What opening an engine does whose store others may share, when nobody else is there: what went
   * by counts against those who are gone.
   */
  public void comeAlone() {
    atomically(
        () -> {
          board.time.lookAlone(clock.instant());
          return true;
        });
  }

  private Claim grant(Chunk chunk, Want want, Instant now) {
    MemoryJob job = chunk.job;
    lastFence = Fences.next(lastFence, now);
    chunk.fence = lastFence;
    chunk.worker = want.worker();
    board.time.look(now);
    board.grant(chunk, now, want.lease());
    if (job.state == JobState.ACCEPTED) {
      job.state = JobState.RUNNING;
      job.started = now;
      job.timeline.milestone(now, Kind.STARTED, EventTexts.started(want.worker()));
    }
    board.changed(job, now);
    return new Claim(
        new Claim.ChunkKey(job.id(), chunk.number),
        new Claim.Scope(want.pipeline(), want.stage(), chunk.group, chunk.round),
        new Claim.Lease(want.worker(), chunk.fence, chunk.attempts + 1, chunk.crashes, chunk.until),
        chunk.load,
        new Claim.Work(
            chunk.in,
            chunk.checkpoints,
            Optional.ofNullable(chunk.cursor).map(byte[]::clone),
            job.submission.tenant(),
            job.submission.inputs()));
  }

  private Beat beat(Pulse pulse, Instant now) {
    Chunk chunk = find(pulse.claim());
    if (chunk == null) {
      return Beat.LOST;
    }
    if (holds(chunk, pulse.claim())) {
      board.extend(chunk, now, pulse.lease());
      board.through(chunk, pulse.through(chunk.load.in()));
      return Beat.CONTINUE;
    }
    return chunk.status == Status.CANCELLED ? Beat.CANCEL : Beat.LOST;
  }

  private Changed dismiss(MemoryJob job) {
    return switch (job.state) {
      case ACCEPTED, RUNNING -> new Changed.Applied(endings.dismiss(job, clock.instant()));
      case DISMISSED -> new Changed.Applied(0);
      case SUCCESSFUL, FAILED -> new Changed.NotNow("The job has ended; there is nothing to stop.");
    };
  }

  private Changed remove(MemoryJob job) {
    if (!job.state.ended()) {
      return new Changed.NotNow("The job has not ended; dismiss it first.");
    }
    jobs.remove(job);
    board.changed(job, clock.instant());
    return new Changed.Applied(job.chunks.size());
  }

  /** Takes leases back, those that still stand: one that lapses may fail the job of another. */
  private long lapse(List<Chunk> chunks, Instant now) {
    long lapsed = 0;
    for (Chunk chunk : chunks) {
      if (chunk.status == Status.RUNNING) {
        steps.lapse(chunk, now);
        lapsed++;
      }
    }
    return lapsed;
  }

  private void tellFenced(Chunk chunk, Claim claim) {
    MemoryJob job = chunk.job;
    Claim.Lease lease = claim.lease();
    if (Fences.worthTelling(lease.fence(), chunk.fence, job.state.ended())) {
      var at = new Place(chunk.planned().name(), chunk.number, lease.attempt(), lease.fence());
      Instant now = clock.instant();
      job.timeline.anomaly(now, Kind.FENCED, at, EventTexts.fenced(at, lease.worker()), null);
      board.changed(job, now);
    }
  }

  private @Nullable Chunk find(Claim claim) {
    MemoryJob job = jobs.find(claim.chunk().job());
    return job == null ? null : job.chunks.get(claim.chunk().number());
  }

  private static boolean holds(Chunk chunk, Claim claim) {
    return chunk.status == Status.RUNNING && chunk.fence == claim.lease().fence();
  }

  /** Runs one verb under the lock and rings what it owes after the lock is released. */
  private <T> T atomically(Supplier<T> verb) {
    T answer;
    Rings owed;
    lock.lock();
    try {
      answer = verb.get();
      succession.settle(clock.instant());
      owed = board.takeRings();
    } finally {
      lock.unlock();
    }
    owed.ring(bells);
    return answer;
  }
}
