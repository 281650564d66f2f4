package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Bells;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a stage or an engine throws: the host goes on, and the chunk is heard of again. */
@Timeout(60)
class SurvivalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final Bells bells = new Bells();
  private final BuggyEngine engine =
      new BuggyEngine(
          new MemoryEngine(InstantSource.system(), new Random(1), EngineLimits.DEFAULT, bells));
  private final AtomicReference<Stage> work = new AtomicReference<>(SurvivalTest::pass);
  private Pipeline pipeline;
  private FileBlobStore blobs;
  private PipelineHost host;

  @BeforeEach
  void open() throws IOException {
    // One slot: a thread that does not give it back is noticed.
    pipeline =
        new Pipeline(
            "toy",
            1,
            "A toy.",
            Inputs.of(),
            List.of(
                StageSpec.start("only", context -> work.get().run(context))
                    .retry(Rig.QUICK)
                    .lease(Duration.ofSeconds(4))
                    .concurrency(1)));
    blobs = FileBlobStore.open(folder, FileBlobStore.Settings.DEFAULT);
    host =
        new PipelineHost(List.of(pipeline), engine, blobs, bells, HostSettings.of("test")).start();
  }

  @AfterEach
  void close() throws IOException {
    host.close();
    engine.close();
    blobs.close();
  }

  private static StageResult pass(StageContext context) {
    return StageResult.done(Tally.ofOk(1), Payload.NONE);
  }

  private Job ended() throws InterruptedException {
    var id = JobId.next(InstantSource.system());
    engine.submit(
        new Submission(
            id,
            "default",
            Plan.of(pipeline),
            "",
            new InputValues(Map.of()),
            Payload.inline(new byte[1]),
            Optional.empty()));
    return host.ended(id, PATIENCE).orElseThrow(() -> new AssertionError("it hangs"));
  }

  private DeadLetter letter(Job job) {
    return engine.log().deadLetters().list(DeadLetterQuery.of(job, 0, 1)).getFirst();
  }

  static List<Throwable> whatStagesThrow() {
    return List.of(
        new NoClassDefFoundError("org/gone/Library"),
        new ExceptionInInitializerError(new IllegalStateException("no licence")),
        new UnsatisfiedLinkError("no gdal in java.library.path"),
        new InternalError("a fault in mapped memory"),
        new Error("an error of its own"),
        new GeneralSecurityException("checked, and not declared"),
        new Throwable("neither exception nor error"));
  }

  @ParameterizedTest
  @MethodSource("whatStagesThrow")
  void whateverAStageThrowsIsABugOfTheStageAndTheNextJobRuns(Throwable thrown) throws Exception {
    work.set(
        context -> {
          throw BuggyEngine.sneaky(thrown);
        });
    Job job = ended();
    assertThat(letter(job).problem().code()).isEqualTo("stage.bug");
    assertThat(letter(job).problem().detail()).contains(thrown.getClass().getSimpleName());

    work.set(SurvivalTest::pass);
    assertThat(ended().state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(host.fallen()).isEmpty();
  }

  @Test
  void aChunkWhoseCommitMeetsABugIsTriedAgain() throws Exception {
    engine.next("commit", new IllegalStateException("a bug of the engine"));
    Job job = ended();
    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.stages().getFirst().retries()).isEqualTo(1);
  }

  @Test
  void aChunkThatCannotEvenBeGivenBackReturnsWhenItsLeaseIsOver() throws Exception {
    Throwable bug = new NoSuchMethodError("an engine of another version");
    engine.next("commit", bug, bug);
    Job job = ended();
    assertThat(engine.hidden("commit")).isZero();
    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
  }

  @Test
  void noLoopOfTheHostEndsByABugOfTheEngine() throws Exception {
    Throwable[] bugs = {
      new IllegalStateException("a bug"),
      new NoClassDefFoundError("a class"),
      new InterruptedException("sneaked through")
    };
    engine.next("claim", bugs);
    engine.next("tick", bugs);
    engine.next("beat", bugs[1]);
    work.set(
        context -> {
          while (engine.hidden("beat") + engine.hidden("tick") > 0) {
            Thread.onSpinWait();
          }
          return pass(context);
        });
    assertThat(ended().state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(engine.hidden("claim")).isZero();
    assertThat(host.fallen()).isEmpty();
  }

  @Test
  void aHostSaysWhichOfItsThreadsDoNotRun() {
    assertThat(host.fallen()).isEmpty();
    var idle =
        new PipelineHost(List.of(pipeline), engine, blobs, new Bells(), HostSettings.of("other"));
    assertThat(idle.fallen())
        .containsExactlyInAnyOrder("leases", "ticks", "sweeps", "dispatch-toy-only");
  }
}
