package dev.penstock.engine.memory;

import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.engine.JobLog.ChunkRejects;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobResult;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One job as it stands: its own fields, its chunks, its counts. */
final class MemoryJob {
  final Submission submission;
  final Timeline timeline;
  final Groups groups = new Groups();
  final List<Round> rounds = new ArrayList<>();
  final TreeMap<Long, Chunk> chunks = new TreeMap<>();
  final TreeMap<Long, List<ChunkRejects>> rejects = new TreeMap<>();
  final Map<String, JobResult> results = new LinkedHashMap<>();

  JobState state = JobState.ACCEPTED;

  /** Whether it had its turn, and so its first chunk. */
  boolean begun;

  long in;
  long openChunks;
  @Nullable Problem failure;
  @Nullable Instant started;
  @Nullable Instant ended;

  private final List<StageBook> stages;
  private final Instant accepted;
  private Instant updated;
  private Tally settled = Tally.ZERO;

  MemoryJob(Submission submission, Timeline timeline, Instant now) {
    this.submission = submission;
    this.timeline = timeline;
    this.stages = plan().stages().stream().map(stage -> new StageBook(stage.name())).toList();
    this.accepted = now;
    this.updated = now;
    newRound();
  }

  JobId id() {
    return submission.id();
  }

  Plan plan() {
    return submission.plan();
  }

  StageBook stage(int stage) {
    return stages.get(stage);
  }

  boolean last(int stage) {
    return stage + 1 == stages.size();
  }

  /** Whether a barrier stands after the stage. */
  boolean barrierAfter(int stage) {
    return !last(stage) && plan().stages().get(stage + 1).edge() == Edge.ALL;
  }

  Round round(int round) {
    return rounds.get(round);
  }

  /** Starts one more round and tells its number. */
  int newRound() {
    rounds.add(new Round(groups, stages.size()));
    return rounds.size() - 1;
  }

  Tally settled() {
    return settled;
  }

  void touch(Instant now) {
    updated = now;
  }

  /**
   * Books items that leave a stage; they leave the job where they are rejected or it is the last.
   */
  void settle(int stage, Tally tally) {
    stages.get(stage).settle(tally);
    settled =
        settled.plus(last(stage) ? tally : new Tally(0, 0, tally.rejected(), tally.dead(), 0));
  }

  /** Takes items that are alive again off the dead ones. */
  void revive(int stage, long dead) {
    stages.get(stage).revive(dead);
    settled = StageBook.lessDead(settled, dead);
  }

  Job view() {
    return new Job(
        id(),
        submission.order(),
        state,
        new Job.Times(accepted, started, updated, ended),
        in,
        settled,
        stages.stream().map(StageBook::progress).toList(),
        new Job.Outcome(rounds.size() - 1, List.copyOf(results.values()), failure));
  }

  /** What it adds to the work that has not ended. */
  Load load() {
    return new Load(1, openChunks, submission.payload().length());
  }

  boolean endedBefore(Instant time) {
    return ended != null && ended.isBefore(time);
  }
}
