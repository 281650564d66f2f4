package dev.penstock.engine.redis;

import dev.penstock.engine.DeadLetters;
import dev.penstock.engine.Durability;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.StageGauge.Waiting;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads: one call for a job, and one for each page of a list. */
final class RedisJobLog implements JobLog {
  /** Of more jobs past their retention than this, those that ended first are listed first. */
  private static final int LOOKED_AT = 5_000;

  private static final int PAGE = 200;

  private final Shard shard;
  private final Timeline timeline;
  private final DeadLetters deadLetters;
  private final Outlook outlook;

  RedisJobLog(Shard shard, Outlook outlook) {
    this.shard = shard;
    this.timeline = new Timeline(shard);
    this.deadLetters = new RedisDeadLetters(shard);
    this.outlook = outlook;
  }

  @Override
  public Optional<Job> job(JobId id) {
    Reply told = shard.read("job", new Args().add(id.value()));
    return told.isEmpty() ? Optional.empty() : Optional.of(JobReading.read(told, shard));
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    Set<JobState> states = query.states().isEmpty() ? Set.of(JobState.values()) : query.states();
    var args =
        new Args()
            .add(query.tenant())
            .add(query.pipeline().orElse(""))
            .add(
                states.stream()
                    .map(state -> "" + Submitting.letter(state))
                    .collect(Collectors.joining()));
    var jobs = new ArrayList<Job>();
    String before = query.before().map(JobId::value).orElse("");
    do {
      var page = new Args().addAll(args).add(before);
      page.add(query.endedBefore().map(at -> "" + Micros.of(at)).orElse(""));
      Reply told = shard.read("jobs", page.add(query.limit() - jobs.size()));
      told.list(1).lists().forEach(job -> jobs.add(JobReading.read(job, shard)));
      before = told.text(0);
    } while (!before.isEmpty() && jobs.size() < query.limit());
    return List.copyOf(jobs);
  }

  @Override
  public List<JobEvent> events(JobId job, long after, int max) {
    return timeline.after(job, after, max);
  }

  @Override
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public List<ChunkRejects> rejects(JobId job, long after, int max) {
    var rejects = new ArrayList<ChunkRejects>();
    long last = after;
    for (int left = max; left > 0; left -= PAGE) {
      int most = Math.min(left, PAGE);
      Reply told = shard.read("rejects", new Args().add(job.value()).add(last).add(most));
      for (int i = 0; i + 1 < told.size(); i += 2) {
        last = told.number(i);
        rejects.add(Outcomes.rejects(last, told.bytes(i + 1)));
      }
      if (told.isEmpty()) {
        break;
      }
    }
    return rejects;
  }

  @Override
  public List<JobId> expired(Instant endedBefore, int max) {
    var args = new Args().add(Micros.of(endedBefore)).add(max).add(Math.max(max, LOOKED_AT));
    return shard.read("expired", args).texts().stream().map(JobId::new).toList();
  }

  @Override
  public List<StageGauge> gauges() {
    return shard.read("gauges", new Args()).lists().stream()
        .map(RedisJobLog::gauge)
        .sorted(
            (a, b) ->
                a.pipeline().equals(b.pipeline())
                    ? a.stage().compareTo(b.stage())
                    : a.pipeline().compareTo(b.pipeline()))
        .toList();
  }

  private static StageGauge gauge(Reply told) {
    String[] names = told.text(0).split("/", 2);
    long now = told.number(4);
    var waiting = new ArrayList<Waiting>();
    for (int i = 5; i + 2 < told.size(); i += 3) {
      Duration age = Micros.duration(Math.max(0, now - told.number(i + 2)));
      waiting.add(new Waiting(Math.toIntExact(told.number(i)), told.number(i + 1), age));
    }
    waiting.sort(Comparator.comparing(Waiting::version));
    return new StageGauge(
        names[0],
        names[1],
        waiting.stream().mapToLong(Waiting::ready).sum(),
        told.number(1),
        told.number(2),
        told.number(3),
        waiting.stream().map(Waiting::oldest).max(Comparator.naturalOrder()).orElse(Duration.ZERO),
        waiting);
  }

  @Override
  public Durability durability() {
    return outlook.standing().durability();
  }
}
