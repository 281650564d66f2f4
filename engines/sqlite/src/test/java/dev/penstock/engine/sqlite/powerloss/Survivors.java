package dev.penstock.engine.sqlite.powerloss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.sqlite.SqliteEngine;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress;
import dev.penstock.job.Tally;
import dev.penstock.testkit.TestClock;
import dev.penstock.testkit.powerloss.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Opens what a loss of power left as the next process would, looks for everything that was
 * acknowledged, claims all there is and, now and then, works all jobs to their end.
 */
final class Survivors implements Witness {
  /** One job more, so that there always is a claim. */
  private static final JobId PROBE = new JobId("7zzzzzzzzzzzzzzzzzzzzzzzzz");

  private final Promises promises = new Promises();
  private final int toTheEnd;
  private int looks;

  /**
   * Knows nothing yet.
   *
   * @param toTheEnd of so many looks one works all jobs to their end, which takes the most time
   */
  Survivors(int toTheEnd) {
    this.toTheEnd = toTheEnd;
  }

  @Override
  public void hears(String acknowledgement) {
    promises.add(Said.of(acknowledgement));
  }

  @Override
  public void examines(Path left) throws Exception {
    Path data = left.resolve("data");
    // Behind the clock of those who wrote: only what is on the disk keeps fences growing.
    var clock = new TestClock();
    try (BlobStore blobs =
            FileBlobStore.open(data.resolve("blobs"), new FileBlobStore.Settings(0, 1 << 20));
        Engine engine =
            SqliteEngine.open(
                data.resolve("engine"),
                clock,
                new SplittableRandom(1),
                EngineLimits.DEFAULT,
                new Bells())) {
      for (BlobRef blob : promises.blobs.values()) {
        whole(blobs, blob);
      }
      promises.jobs.forEach((id, promised) -> kept(engine, id, promised));
      var worker = new Worker(engine, blobs, desk(data), new SplittableRandom(1), this::offered);
      worker.submit(PROBE, 5, true);
      if (++looks % toTheEnd == 0) {
        workToTheEnd(engine, worker, clock);
        for (Job job : all(engine)) {
          right(engine, blobs, job);
        }
      } else {
        worker.claimAll();
      }
      sound(data.resolve("engine/engine.db"));
    }
  }

  private static void whole(BlobStore blobs, BlobRef blob) throws Exception {
    try (InputStream in = blobs.open(blob)) {
      byte[] bytes = in.readAllBytes();
      assertThat(bytes.length).as("length of %s", blob).isEqualTo((int) blob.length());
      if (blob.digest().startsWith("sha-256:")) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        assertThat(blob.digest())
            .as("digest of %s", blob)
            .isEqualTo("sha-256:" + HexFormat.of().formatHex(digest));
      }
    }
  }

  private static void kept(Engine engine, JobId id, Promises.OfJob promised) {
    Optional<Job> found = engine.log().job(id);
    assertThat(found).as("acknowledged job %s", id).isPresent();
    Job job = found.get();
    assertThat(job.in()).as("items found: %s", job).isGreaterThanOrEqualTo(promised.found);
    if (promised.found > 0) {
      assertThat(job.state()).as("state after a commit").isNotEqualTo(JobState.ACCEPTED);
    }
    for (StageProgress stage : job.stages()) {
      StageProgress.Chunks chunks = stage.chunks();
      assertThat(chunks.done() + chunks.dead())
          .as("chunks that have ended in %s of %s", stage.stage(), id)
          .isGreaterThanOrEqualTo(promised.ended.getOrDefault(stage.stage(), 0));
      assertThat(atLeast(stage.items(), promised.tallies.getOrDefault(stage.stage(), Tally.ZERO)))
          .as("items of %s of %s: %s of %s", stage.stage(), id, stage.items(), promised.tallies)
          .isTrue();
    }
    if (promised.end != null) {
      assertThat(job.state()).as("state of %s", id).isEqualTo(promised.end.state());
      assertThat(job.items()).as("items of %s", id).isEqualTo(promised.end.tally());
    }
    List<JobEvent> events = engine.log().events(id, 0, 1_000);
    assertThat(events).as("events of %s", id).isNotEmpty();
    assertThat(events.getFirst().kind()).isEqualTo(JobEvent.Kind.ACCEPTED);
  }

  private static boolean atLeast(Tally there, Tally promised) {
    return there.ok() >= promised.ok()
        && there.repaired() >= promised.repaired()
        && there.rejected() >= promised.rejected()
        && there.dead() >= promised.dead();
  }

  private static Path desk(Path data) throws IOException {
    return Files.createDirectories(WorkingMain.desk(data));
  }

  private static void workToTheEnd(Engine engine, Worker worker, TestClock clock)
      throws IOException {
    worker.work();
    clock.advance(Duration.ofDays(36_500));
    while (engine.tick().due() > 0 || worker.work()) {}
  }

  /** What is claimed afterwards was not acknowledged as ended, and by a newer fence. */
  private void offered(Said said) {
    if (said instanceof Said.Claimed(JobId id, long chunk, int attempt, long fence)) {
      assertThat(fence).as("a fence given after all others").isGreaterThan(promises.fence);
      Promises.OfJob job = promises.jobs.get(id);
      if (job != null) {
        assertThat(job.endedChunks).as("ended chunks of %s", id).doesNotContain(chunk);
        assertThat(attempt)
            .as("attempt at chunk %d of %s", chunk, id)
            .isGreaterThan(job.attempts.getOrDefault(chunk, 0));
      }
    }
  }

  private static List<Job> all(Engine engine) {
    var all = new ArrayList<Job>();
    JobQuery query = JobQuery.newest(Course.TENANT, 1_000);
    for (List<Job> page = engine.log().jobs(query);
        !page.isEmpty();
        page = engine.log().jobs(query)) {
      all.addAll(page);
      query =
          new JobQuery(
              query.tenant(),
              query.pipeline(),
              query.states(),
              Optional.of(page.getLast().id()),
              query.endedBefore(),
              query.limit());
    }
    return all;
  }

  /** Whether acknowledged or not: a job that is there is whole, and each of its items once. */
  private void right(Engine engine, BlobStore blobs, Job job) throws Exception {
    Map<String, String> inputs = job.order().inputs();
    int items = Integer.parseInt(Objects.requireNonNull(inputs.get("items")));
    assertThat(job.state()).as("%s", job).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.items()).as("items of %s", job).isEqualTo(Course.outcome(items));
    assertThat(job.in()).isEqualTo(job.items().in()).isEqualTo(items);
    assertThat(job.outcome().results()).as("results of %s", job).hasSize(1);
    switch (job.order().payload()) {
      case Payload.Stored(BlobRef blob) -> whole(blobs, blob);
      case Payload.Inline payload -> assertThat(payload).isEqualTo(Course.small(job.id(), items));
    }
    Promises.OfJob promised = promises.jobs.get(job.id());
    if (promised != null && promised.items > 0) {
      assertThat(items).isEqualTo(promised.items);
      assertThat(engine.submit(Course.order(job.id(), items, job.order().payload())))
          .isEqualTo(new Admission.Existing(job.id()));
    }
  }

  private static void sound(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(answer.getString(1)).as("integrity_check").isEqualTo("ok");
    }
  }
}
