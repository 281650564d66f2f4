package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stage tells of its progress reaches those who look at the job. */
class UnderwayTest {
  @TempDir Path folder;

  @Test
  void progressOfAChunkIsSeenInItsJobWhileItRuns() throws Exception {
    var seen = new CountDownLatch(1);
    var find =
        StageSpec.start(
            "find",
            context ->
                StageResult.done(Tally.ofOk(9), List.of(Spawn.of(Payload.NONE, Tally.ofOk(9)))));
    var slow =
        StageSpec.each(
            "slow",
            context -> {
              context.progress(5);
              seen.await(30, TimeUnit.SECONDS);
              context.checkpoint(new byte[1], Tally.ofOk(5), List.of(), null);
              return StageResult.done(Tally.ofOk(4), Payload.NONE);
            });
    try (var rig = new Rig(folder, find, slow)) {
      JobId id = rig.submit("x");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (underway(rig.job(id)) != 5) {
        assertThat(System.nanoTime()).as("still %s", rig.job(id)).isLessThan(end);
        LockSupport.parkNanos(1_000_000);
      }
      seen.countDown();
      Job ended = rig.awaitEnd(id);
      assertThat(underway(ended)).isZero();
      assertThat(ended.items()).isEqualTo(Tally.ofOk(9));
    }
  }

  private static long underway(Job job) {
    return job.stages().get(1).underway();
  }
}
