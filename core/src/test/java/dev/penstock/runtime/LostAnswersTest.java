package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Want;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stage checkpoints through an engine of which every second answer does not arrive. */
class LostAnswersTest {
  private static final Duration LEASE = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final Engine engine =
      new MemoryEngine(InstantSource.system(), new Random(1), EngineLimits.DEFAULT, new Bells());
  private int calls;

  /** Does what it is told, and keeps every second answer to itself. */
  private Engine lossy() {
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(engine, arguments);
              if (method.getName().equals("commit") && ++calls % 2 == 1) {
                throw new EngineUnavailableException("cut off", new IOException("reset"));
              }
              return answer;
            });
  }

  private static void twice(Runnable checkpoint) {
    assertThatThrownBy(checkpoint::run).isInstanceOf(EngineUnavailableException.class);
    checkpoint.run();
  }

  @Test
  void aCheckpointThatIsMadeAgainByItsStageCountsOnce() throws Exception {
    var once = new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO);
    var plan =
        new Plan(
            "toy",
            1,
            List.of(
                new PlannedStage("split", Edge.START, once),
                new PlannedStage("check", Edge.EACH, once)));
    JobId id = JobId.next(InstantSource.system());
    engine.submit(
        new Submission(
            id, "default", plan, "", new InputValues(Map.of()), Payload.NONE, Optional.empty()));
    Claim claim = engine.claim(new Want("toy", "split", "w", 1, LEASE)).getFirst();
    List<Spawn> spawns = List.of(Spawn.of(Payload.NONE, Tally.ofOk(2)));
    try (BlobStore blobs = FileBlobStore.open(folder, FileBlobStore.Settings.DEFAULT)) {
      var hold = new Hold(claim, LEASE, Thread.currentThread());
      var context = new ChunkContext(claim, lossy(), blobs, hold);
      for (int i = 0; i < 3; i++) {
        byte[] cursor = {(byte) i};
        twice(() -> context.checkpoint(cursor, Tally.ofOk(2), spawns, null));
        assertThat(context.chunk().cursor()).hasValue(cursor);
      }
    }
    engine.commit(claim, new Step.Done(Tally.ZERO, Payload.NONE, List.of(), null, List.of()));
    assertThat(engine.log().job(id).orElseThrow().in()).isEqualTo(6);
    assertThat(engine.claim(new Want("toy", "check", "w", 9, LEASE))).hasSize(3);
  }
}
