package dev.penstock.engine.memory;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Coalescing;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All jobs, and how they come in and go. */
final class Jobs {
  private static final Duration BUSY = Duration.ofSeconds(1);

  private record ClientKey(String tenant, String key) {}

  private final EngineLimits limits;
  private final Board board;
  private final Cascade cascade;
  private final Endings endings;
  private final Lines lines;
  private final TreeMap<JobId, MemoryJob> byId = new TreeMap<>();
  private final Map<ClientKey, MemoryJob> byKey = new HashMap<>();

  Jobs(EngineLimits limits, Board board, Cascade cascade, Endings endings, Lines lines) {
    this.limits = limits;
    this.board = board;
    this.cascade = cascade;
    this.endings = endings;
    this.lines = lines;
  }

  NavigableMap<JobId, MemoryJob> all() {
    return byId;
  }

  @Nullable MemoryJob find(JobId id) {
    return byId.get(id);
  }

  Admission submit(Submission submission, Instant now) {
    Optional<Admission> known = known(submission);
    if (known.isPresent()) {
      return known.get();
    }
    MemoryJob last = lines.last(submission);
    return last == null ? enter(submission, now) : meet(last, submission, now);
  }

  /** What becomes of a request that meets a job of its coalesce key. */
  private Admission meet(MemoryJob last, Submission submission, Instant now) {
    if (joins(submission)) {
      return new Admission.Joined(last.id());
    }
    if (last.begun) {
      return enter(submission, now);
    }
    Optional<Admission> busy = busy(submission, last.load());
    if (busy.isPresent()) {
      return busy.get();
    }
    endings.supersede(last, submission.id(), now);
    lines.leave(last).forEach(next -> begin(next, now));
    return accept(submission, now);
  }

  private Admission enter(Submission submission, Instant now) {
    return busy(submission, Load.NOTHING).orElseGet(() -> accept(submission, now));
  }

  private Admission accept(Submission submission, Instant now) {
    admit(submission, now);
    return new Admission.Accepted(submission.id());
  }

  private Optional<Admission> busy(Submission submission, Load less) {
    String broken =
        board.usage.brokenBy(limits, submission.tenant(), submission.payload().length(), less);
    return broken.isEmpty() ? Optional.empty() : Optional.of(new Admission.Busy(BUSY, broken));
  }

  /** Lets a job in, whatever the limits. */
  void admit(Submission submission, Instant now) {
    var job = new MemoryJob(submission, new Timeline(limits.anomalies()), now);
    byId.put(job.id(), job);
    submission
        .sameAs()
        .ifPresent(same -> byKey.put(new ClientKey(submission.tenant(), same.key()), job));
    endings.opened(job);
    MemoryJob before = lines.enter(job);
    String pipeline = job.plan().pipeline();
    int version = job.plan().version();
    String text =
        before == null
            ? EventTexts.accepted(pipeline, version)
            : EventTexts.waits(pipeline, version, before.id());
    job.timeline.milestone(now, Kind.ACCEPTED, text);
    if (before == null) {
      begin(job, now);
    }
    board.changed(job, now);
  }

  /** Gives a job its first chunk. */
  void begin(MemoryJob job, Instant now) {
    job.begun = true;
    var first = new Spawn(job.submission.payload(), Tally.ZERO, "", job.submission.terms().toll());
    cascade.spawn(job, new Seat(0, "", 0), first, now);
    board.changed(job, now);
  }

  void remove(MemoryJob job) {
    job.chunks.values().forEach(board::remove);
    byId.remove(job.id());
    job.submission
        .sameAs()
        .ifPresent(same -> byKey.remove(new ClientKey(job.submission.tenant(), same.key())));
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
    if (byId.containsKey(submission.id())) {
      throw new IllegalArgumentException("there is a job " + submission.id() + " already");
    }
    return Optional.empty();
  }

  private static boolean joins(Submission submission) {
    return submission.terms().coalescing().orElseThrow().mode() == Coalescing.Mode.JOIN;
  }
}
