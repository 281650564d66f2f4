package dev.penstock.engine.memory;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Durability;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.Fences;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobEvent.Place;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private static final Duration BUSY = Duration.ofSeconds(1);

  private record ClientKey(String tenant, String key) {}

  private final InstantSource clock;
  private final EngineLimits limits;
  private final Bells bells;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<JobId, MemoryJob> jobs = new TreeMap<>();
  private final Map<ClientKey, MemoryJob> byKey = new HashMap<>();
  private final Board board = new Board();
  private final Endings endings = new Endings(board);
  private final Cascade cascade = new Cascade(board, endings);
  private final Replays replays = new Replays(board, cascade, endings);
  private final Steps steps;
  private final MemoryLog log;
  private long lastFence;

  /**
   * @param jitter draws the waits before retries; used under the engine's lock only
   */
  public MemoryEngine(
      InstantSource clock, RandomGenerator jitter, EngineLimits limits, Bells bells) {
    this.clock = clock;
    this.limits = limits;
    this.bells = bells;
    this.steps = new Steps(board, cascade, endings, jitter);
    this.log = new MemoryLog(lock, jobs, board, clock);
  }

  @Override
  public Admission submit(Submission submission) {
    return atomically(() -> known(submission).orElseGet(() -> admit(submission, clock.instant())));
  }

  @Override
  public List<Claim> claim(Want want) {
    return atomically(
        () -> {
          Instant now = clock.instant();
          var claims = new ArrayList<Claim>();
          while (claims.size() < want.max()) {
            Chunk chunk = board.firstReady(want.pipeline(), want.stage());
            if (chunk == null) {
              break;
            }
            claims.add(grant(chunk, want, now));
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
          return pulses.stream().map(pulse -> beat(pulse, now)).toList();
        });
  }

  @Override
  public Changed control(JobId id, Control control) {
    return atomically(
        () -> {
          MemoryJob job = jobs.get(id);
          if (job == null) {
            return new Changed.NoSuchJob();
          }
          return switch (control) {
            case Control.Dismiss dismiss -> dismiss(job);
            case Control.Replay replay -> replays.replay(job, replay.chunks(), clock.instant());
            case Control.Remove remove -> remove(job);
          };
        });
  }

  @Override
  public Ticked tick() {
    return atomically(
        () -> {
          Instant now = clock.instant();
          long lapsed = lapse(board.lapsed(now), now);
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
  public Durability durability() {
    return Durability.NONE;
  }

  @Override
  public void close() {}

  /**
   * What opening a durable engine again does: all leases end at once and count as crashes. So tests
   * can compare an engine that was opened again with this one.
   */
  public void restart() {
    atomically(() -> lapse(board.running(), clock.instant()));
  }

  private Optional<Admission> known(Submission submission) {
    if (submission.sameAs().isPresent()) {
      Idempotency asked = submission.sameAs().get();
      MemoryJob job = byKey.get(new ClientKey(submission.tenant(), asked.key()));
      if (job != null) {
        boolean same = job.submission.sameAs().map(asked::equals).orElse(false);
        return Optional.of(
            same ? new Admission.Existing(job.id()) : new Admission.Conflict(job.id()));
      }
    }
    if (jobs.containsKey(submission.id())) {
      throw new IllegalArgumentException("there is a job " + submission.id() + " already");
    }
    return Optional.empty();
  }

  private Admission admit(Submission submission, Instant now) {
    if (endings.openJobs() >= limits.openJobs()) {
      return new Admission.Busy(BUSY, "jobs");
    }
    var job = new MemoryJob(submission, new Timeline(limits.anomalies()), now);
    jobs.put(job.id(), job);
    submission
        .sameAs()
        .ifPresent(same -> byKey.put(new ClientKey(submission.tenant(), same.key()), job));
    endings.opened();
    job.timeline.milestone(
        now, Kind.ACCEPTED, EventTexts.accepted(job.plan().pipeline(), job.plan().version()));
    cascade.spawn(job, new Seat(0, "", 0), submission.payload(), Tally.ZERO, now);
    board.changed(job, now);
    return new Admission.Accepted(job.id());
  }

  private Claim grant(Chunk chunk, Want want, Instant now) {
    MemoryJob job = chunk.job;
    lastFence = Fences.next(lastFence, now);
    chunk.fence = lastFence;
    chunk.worker = want.worker();
    board.moveUntil(chunk, Status.RUNNING, now, now.plus(want.lease()));
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
      board.extend(chunk, now.plus(pulse.lease()));
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
    job.chunks.values().forEach(board::remove);
    jobs.remove(job.id());
    job.submission
        .sameAs()
        .ifPresent(same -> byKey.remove(new ClientKey(job.submission.tenant(), same.key())));
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
    MemoryJob job = jobs.get(claim.chunk().job());
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
      owed = board.takeRings();
    } finally {
      lock.unlock();
    }
    owed.ring(bells);
    return answer;
  }
}
