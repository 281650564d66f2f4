package dev.penstock.runtime;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.Pipeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears what ended jobs leave: chunk results that nobody reads again, unpublished rows, and jobs
 * past their retention. Every action is idempotent, and repeated by the full look at start, so a
 * crash in between costs nothing.
 */
final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  /** What a crash left between two steps is found at start, and then this often. */
  private static final Duration FULL_LOOK = Duration.ofHours(1);

  private static final int MOST_NEWS = 100_000;
  private static final int BATCH = 100;

  /** Blobs without a job may be an upload that is not submitted yet; after a day they are not. */
  private static final Duration UPLOAD = Duration.ofDays(1);

  private final List<Pipeline> pipelines;
  private final Engine engine;
  private final BlobStore blobs;
  private final Set<JobId> news = ConcurrentHashMap.newKeySet();
  private final HostSettings settings;
  private final InstantSource clock;
  private final JobRemoval removal;
  private final Selections selections;
  private final Rhythm rhythm;
  private final Bells.Watch watch;
  private volatile boolean lookAtAll = true;
  private Instant nextFullLook = Instant.MIN;

  Sweeper(
      List<Pipeline> pipelines,
      Engine engine,
      BlobStore blobs,
      Bells bells,
      HostSettings settings,
      InstantSource clock) {
    this.pipelines = pipelines;
    this.engine = engine;
    this.blobs = blobs;
    this.settings = settings;
    this.clock = clock;
    this.removal = new JobRemoval(pipelines, engine, blobs);
    this.selections = new Selections(engine, blobs, clock);
    this.rhythm = new Rhythm("sweeps", settings.sweep(), this::sweep);
    this.watch = bells.onChange(this::note);
  }

  void start() {
    rhythm.start();
  }

  Optional<String> fallen() {
    return rhythm.fallen();
  }

  void stop() {
    watch.close();
    rhythm.stop();
  }

  private void note(JobId job) {
    if (news.size() < MOST_NEWS) {
      news.add(job);
    } else {
      lookAtAll = true;
    }
  }

  private void sweep() {
    try {
      if (lookAtAll || !clock.instant().isBefore(nextFullLook)) {
        lookAtAll = false;
        nextFullLook = clock.instant().plus(FULL_LOOK);
        lookAtAll();
      }
      Iterator<JobId> each = news.iterator();
      while (each.hasNext()) {
        JobId job = each.next();
        each.remove();
        look(job);
      }
      expire();
      selections.expire();
    } catch (EngineUnavailableException e) {
      lookAtAll = true;
      LOG.debug("sweep interrupted, starts again next time: {}", e.getMessage());
    } catch (IOException e) {
      lookAtAll = true;
      LOG.warn("sweep interrupted, starts again next time: {}", e.getMessage());
    }
  }

  private void expire() throws IOException {
    Instant before = clock.instant().minus(settings.retention());
    for (JobId job : engine.log().expired(before, BATCH)) {
      try {
        Changed changed = removal.remove(job);
        LOG.info("job {} is past its retention: {}", job, changed);
      } catch (IOException e) {
        LOG.warn("job {} is past its retention and cannot be removed yet", job, e);
      }
    }
  }

  private void lookAtAll() throws IOException {
    for (Pipeline pipeline : pipelines) {
      for (JobId job : pipeline.residue().jobs()) {
        look(job);
      }
    }
    for (String owner : blobs.owners("jobs")) {
      if (JobId.isJobId(owner)) {
        look(new JobId(owner));
      }
    }
  }

  private void look(JobId id) throws IOException {
    Optional<Job> job = engine.log().job(id);
    if (job.isEmpty()) {
      if (id.made().isBefore(clock.instant().minus(UPLOAD))) {
        removal.clear(id);
      }
    } else if (job.get().state().ended()) {
      clearEnded(job.get());
    }
  }

  /** What dead letters may still need stays: their payloads, and the rows beside theirs. */
  private void clearEnded(Job job) throws IOException {
    boolean replayable =
        job.state() != JobState.DISMISSED
            && job.stages().stream().anyMatch(stage -> stage.chunks().dead() > 0);
    if (replayable) {
      return;
    }
    for (Pipeline pipeline : pipelines) {
      pipeline.residue().discard(job.id(), job.outcome().round());
    }
    blobs.deleteAll("jobs/" + job.id() + "/work");
  }
}
