package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Control;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Residue;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineHostTest {
  private static final Rejects ONE =
      new Rejects(new BlobRef("rejects", 10, "crc32c:00000000"), Map.of("test.bad", 1L));

  @TempDir Path folder;

  /** Each word of the payload is an item and a chunk. */
  private static StageResult words(StageContext context) {
    var words = text(context).split(" ");
    return StageResult.done(
        Tally.ofOk(words.length),
        Arrays.stream(words).map(w -> Spawn.of(bytes(w), Tally.ofOk(1))).toList());
  }

  private static StageResult pass(StageContext context) {
    return StageResult.done(context.chunk().load(), context.chunk().in());
  }

  @Test
  void aJobRunsThroughItsStagesAndItsBarrierAndAddsUp() throws Exception {
    try (var rig =
        new Rig(
            folder,
            StageSpec.start("split", PipelineHostTest::words),
            StageSpec.each(
                    "check",
                    context ->
                        text(context).equals("bad")
                            ? StageResult.done(Tally.of(0, 0, 1), Payload.NONE).withRejects(ONE)
                            : pass(context))
                .concurrency(3),
            StageSpec.all("end", PipelineHostTest::pass))) {
      Job job = rig.awaitEnd(rig.submit("a b bad c"));

      assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
      assertThat(job.partial()).isTrue();
      assertThat(job.in()).isEqualTo(4);
      assertThat(job.items()).isEqualTo(Tally.of(3, 0, 1));
      assertThat(job.stages().getLast().items()).isEqualTo(Tally.ofOk(3));
    }
  }

  @Test
  void troubleThatPassesIsTriedAgain() throws Exception {
    var tries = new AtomicInteger();
    try (var rig =
        new Rig(
            folder,
            StageSpec.start(
                    "only",
                    context -> {
                      if (tries.incrementAndGet() == 1) {
                        throw new IOException("gone for a moment");
                      }
                      return StageResult.done(Tally.ofOk(1), Payload.NONE);
                    })
                .retry(Rig.QUICK))) {
      JobId id = rig.submit("x");

      assertThat(rig.awaitEnd(id).state()).isEqualTo(JobState.SUCCESSFUL);
      assertThat(rig.engine.log().events(id, 0, 100))
          .filteredOn(event -> event.kind() == JobEvent.Kind.RETRY)
          .singleElement()
          .satisfies(
              event -> assertThat(event.problem().orElseThrow().code()).isEqualTo("io.failed"));
    }
  }

  @Test
  void aBugOfAStageBecomesADeadLetterAndNothingElse() throws Exception {
    try (var rig =
        new Rig(
            folder,
            StageSpec.start("split", PipelineHostTest::words),
            StageSpec.each(
                    "check",
                    context -> {
                      if (text(context).equals("bug")) {
                        throw new IllegalStateException("oops");
                      }
                      return pass(context);
                    })
                .retry(Rig.QUICK))) {
      JobId id = rig.submit("a bug b");
      Job job = rig.awaitEnd(id);

      assertThat(job.items()).isEqualTo(new Tally(2, 0, 0, 1, 0));
      assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
      DeadLetter letter = rig.letters(id).getFirst();
      assertThat(letter.problem().code()).isEqualTo("stage.bug");
      assertThat(letter.payload()).isEqualTo(bytes("bug"));
    }
  }

  @Test
  void endlessRecursionAndFullHeapsCostTheChunkOnly() throws Exception {
    try (var rig =
        new Rig(
            folder,
            StageSpec.start("split", PipelineHostTest::words),
            StageSpec.each(
                    "check",
                    context ->
                        switch (text(context)) {
                          case "deep" -> endless(context);
                          case "big" -> throw new OutOfMemoryError("no room");
                          default -> pass(context);
                        })
                .retry(Rig.QUICK))) {
      JobId id = rig.submit("a deep big");

      assertThat(rig.awaitEnd(id).items()).isEqualTo(new Tally(1, 0, 0, 2, 0));
    }
  }

  @Test
  void aStageThatLosesItemsIsRefused() throws Exception {
    try (var rig =
        new Rig(
            folder,
            StageSpec.start("split", PipelineHostTest::words),
            StageSpec.each("lossy", context -> StageResult.done(Tally.ZERO, Payload.NONE))
                .retry(Rig.QUICK))) {
      JobId id = rig.submit("a");
      rig.awaitEnd(id);

      assertThat(rig.letters(id).getFirst().problem().code()).isEqualTo("stage.unconserved");
    }
  }

  @Test
  void dismissingAJobInterruptsItsRunningChunk() throws Exception {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    try (var rig = new Rig(folder, StageSpec.start("only", blocked(running, interrupted)))) {
      JobId id = rig.submit("x");
      assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();

      rig.engine.control(id, new Control.Dismiss());

      assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(rig.job(id).state()).isEqualTo(JobState.DISMISSED);
    }
  }

  @Test
  void aStoppingHostGivesItsChunksBackWithoutACharge() throws Exception {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    try (var rig = new Rig(folder, StageSpec.start("only", blocked(running, interrupted)))) {
      JobId id = rig.submit("x");
      assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();

      assertThat(rig.host.stop(Duration.ZERO)).isFalse();

      rig.await(id, job -> job.stages().getFirst().chunks().ready() == 1);
      assertThat(rig.job(id).stages().getFirst().retries()).isZero();
    }
  }

  @Test
  void chunkResultsAreClearedAndJobFilesAreKeptWhenTheJobHasEnded() throws Exception {
    Set<String> keys = ConcurrentHashMap.newKeySet();
    var cleared = new CountDownLatch(1);
    var residue =
        new Residue() {
          @Override
          public List<JobId> jobs() {
            return List.of();
          }

          @Override
          public void discard(JobId job, int round) {
            cleared.countDown();
          }

          @Override
          public void removed(JobId job) {}
        };
    try (var rig =
        new Rig(
            folder,
            residue,
            StageSpec.start(
                "only",
                context -> {
                  keys.add(write(context, Keep.WORK).key());
                  keys.add(write(context, Keep.JOB).key());
                  return StageResult.done(Tally.ofOk(1), Payload.NONE);
                }))) {
      JobId id = rig.submit("x");
      rig.awaitEnd(id);

      assertThat(cleared.await(30, TimeUnit.SECONDS)).isTrue();
      rig.host.stop(Duration.ZERO);
      assertThat(rig.blobs.owners("jobs/" + id)).containsExactly("job");
      assertThat(keys).hasSize(2);
    }
  }

  @Test
  void aJobPastItsRetentionIsRemovedWithItsBlobsAndItsStoresAreTold() throws Exception {
    var removed = new CountDownLatch(1);
    var residue =
        new Residue() {
          @Override
          public List<JobId> jobs() {
            return List.of();
          }

          @Override
          public void discard(JobId job, int round) {}

          @Override
          public void removed(JobId job) {
            removed.countDown();
          }
        };
    var settings = HostSettings.of("test").retention(Duration.ZERO);
    try (var rig =
        new Rig(
            folder,
            residue,
            settings,
            StageSpec.start(
                "only",
                context -> {
                  write(context, Keep.JOB);
                  return StageResult.done(Tally.ofOk(1), Payload.NONE);
                }))) {
      JobId id = rig.submit("x");

      assertThat(removed.await(30, TimeUnit.SECONDS)).isTrue();
      rig.host.stop(Duration.ZERO);
      assertThat(rig.engine.log().job(id)).isEmpty();
      assertThat(rig.blobs.owners("jobs")).isEmpty();
    }
  }

  private static Stage blocked(CountDownLatch running, CountDownLatch interrupted) {
    return context -> {
      running.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw e;
      }
      return pass(context);
    };
  }

  private static BlobRef write(StageContext context, Keep keep) throws IOException {
    try (var blob = context.blobs().create(context.blobKey(keep, "x"), Hashing.DAMAGE)) {
      blob.write(ByteBuffer.wrap(new byte[10]));
      return blob.publish();
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static StageResult endless(StageContext context) {
    return endless(context);
  }

  private static Payload bytes(String word) {
    return Payload.inline(word.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(StageContext context) {
    return new String(((Payload.Inline) context.chunk().in()).bytes(), StandardCharsets.UTF_8);
  }
}
