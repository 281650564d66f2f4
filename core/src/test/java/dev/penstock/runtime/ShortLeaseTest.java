package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases of a second and less are kept by those who live. */
class ShortLeaseTest {
  @TempDir Path folder;

  @Test
  void aChunkMayTakeManyTimesItsLease() throws Exception {
    for (Duration lease : List.of(Duration.ofSeconds(1), Duration.ofMillis(400))) {
      var runs = new AtomicInteger();
      var never = new CountDownLatch(1);
      var slow =
          StageSpec.start(
                  "slow",
                  context -> {
                    runs.incrementAndGet();
                    never.await(4 * lease.toMillis(), TimeUnit.MILLISECONDS);
                    return StageResult.done(Tally.ofOk(1), Payload.NONE);
                  })
              .lease(lease);
      try (var rig = new Rig(folder.resolve(lease.toString()), slow)) {
        JobId id = rig.submit("x");
        assertThat(rig.awaitEnd(id).state()).as("%s", lease).isEqualTo(JobState.SUCCESSFUL);
        assertThat(rig.engine.log().events(id, 0, 100))
            .as("%s", lease)
            .extracting(JobEvent::kind)
            .doesNotContain(Kind.LAPSED, Kind.FENCED);
      }
      assertThat(runs).as("%s", lease).hasValue(1);
    }
  }
}
