package dev.penstock.server.run;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress;
import dev.penstock.job.Tally;
import dev.penstock.server.job.Progress;
import dev.penstock.server.plant.Plant;
import dev.penstock.server.terminal.ProgressDisplay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Runs one job on a plant of this process, from its input to its end. */
public final class WholeJob {
  private static final String TENANT = "default";
  private static final long LOOK_MILLIS = 100;

  private final Engine engine;
  private final BlobStore blobs;
  private final Bells bells;
  private final ProgressDisplay display;

  public WholeJob(Plant plant, ProgressDisplay display) {
    this.engine = plant.engine();
    this.blobs = plant.blobs();
    this.bells = plant.bells();
    this.display = display;
  }

  /** Takes the input in, waits for the job's end and returns it as it is then. */
  public Job run(Ask ask) throws IOException, RefusedInputException, InterruptedException {
    JobId id = JobId.next(InstantSource.system());
    Payload payload = new PayloadIntake(blobs, display).take(ask, id);
    Optional<Idempotency> sameAs = ask.again() ? Optional.of(same(ask, payload)) : Optional.empty();
    return await(submit(ask, id, payload, sameAs), new JobMoments(ask.offer().noun()));
  }

  private JobId submit(Ask ask, JobId id, Payload payload, Optional<Idempotency> sameAs)
      throws IOException, RefusedInputException {
    var submission =
        new Submission(id, TENANT, ask.offer().plan(), ask.name(), ask.inputs(), payload, sameAs);
    return switch (engine.submit(submission)) {
      case Admission.Accepted(var job) -> job;
      case Admission.Existing(var job) -> {
        if (endedBadly(job)) {
          yield submit(ask, id, payload, Optional.empty());
        }
        blobs.deleteAll("jobs/" + id);
        yield job;
      }
      case Admission.Joined(var job) ->
          throw new IllegalStateException("no coalesce key was given, and it met job " + job);
      case Admission.Conflict(var job) ->
          throw new IllegalStateException("two requests with one SHA-256, see job " + job);
      case Admission.Busy(var after, var limit) -> {
        blobs.deleteAll("jobs/" + id);
        throw new RefusedInputException(
            "The data folder has too many open jobs (limit on %s); try again in %d s."
                .formatted(limit, Math.max(1, after.toSeconds())));
      }
    };
  }

  private boolean endedBadly(JobId job) {
    return engine
        .log()
        .job(job)
        .map(Job::state)
        .filter(state -> state == JobState.FAILED || state == JobState.DISMISSED)
        .isPresent();
  }

  private Job await(JobId id, JobMoments moments) throws InterruptedException {
    var news = new Semaphore(0);
    Bells.Watch watch = bells.onChange(job -> ringFor(job.equals(id), news));
    try {
      while (true) {
        Job job = engine.log().job(id).orElseThrow();
        if (job.state().ended()) {
          return job;
        }
        display.show(moments.of(look(job)));
        // why: the bell may ring thousands of times a second, a person looks ten times.
        news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } finally {
      watch.close();
    }
  }

  private static void ringFor(boolean ours, Semaphore news) {
    if (ours) {
      news.release();
    }
  }

  private static JobMoments.Look look(Job job) {
    Tally items = job.items();
    String stage =
        job.stages().stream()
            .filter(each -> each.chunks().open() > 0)
            .map(StageProgress::stage)
            .findFirst()
            .orElse(job.state().word());
    return new JobMoments.Look(
        stage, Progress.of(job), job.in(), settled(job), items.rejected() + items.dead());
  }

  /** Items that left the longest way behind: the last stage that counts before the barrier. */
  private static long settled(Job job) {
    long most = job.items().in();
    for (StageProgress stage : job.stages().subList(1, job.stages().size())) {
      most = Math.max(most, stage.items().in());
    }
    return most;
  }

  private static Idempotency same(Ask ask, Payload payload) {
    MessageDigest hash = sha256();
    hash.update(
        (ask.offer().name() + new TreeMap<>(ask.inputs().texts()))
            .getBytes(StandardCharsets.UTF_8));
    switch (payload) {
      case Payload.Inline(var bytes) -> hash.update(bytes);
      case Payload.Stored(var blob) ->
          hash.update(blob.digest().getBytes(StandardCharsets.US_ASCII));
    }
    String text = HexFormat.of().formatHex(hash.digest());
    return new Idempotency("run/" + text, text);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
