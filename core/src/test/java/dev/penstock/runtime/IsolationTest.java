package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.runtime.worker.PoolView;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class IsolationTest {
  private static final int CHUNKS = 20;
  private static final int WORKERS = 2;
  private static final int GROUP = 5;
  private static final int NICE = 19;
  private static final RetryPolicy THREE = new RetryPolicy(3, 3, Duration.ZERO, Duration.ZERO);

  @TempDir Path folder;

  private final Map<String, Integer> through = new ConcurrentHashMap<>();

  private static Isolation isolation() {
    return Isolation.madeBy(Mischief.Factory.class)
        .heapMegabytes(32)
        .deadline(Duration.ofSeconds(60))
        .silence(Duration.ofSeconds(60));
  }

  private Rig rig(Stage stage, Isolation isolation) throws Exception {
    return rig(WORKERS, stage, isolation);
  }

  private Rig rig(int workers, Stage stage, Isolation isolation) throws Exception {
    return new Rig(
        folder,
        StageSpec.start("split", IsolationTest::lines),
        StageSpec.each("work", stage)
            .concurrency(workers)
            .lease(Duration.ofSeconds(2))
            .retry(THREE)
            .isolated(isolation),
        StageSpec.each("collect", this::collect));
  }

  /** Each line is a chunk, each of its words an item. */
  private static StageResult lines(StageContext context) {
    var spawns = new ArrayList<Spawn>();
    Tally found = Tally.ZERO;
    for (String line : Mischief.text(context.chunk().in()).lines().toList()) {
      List<String> words = List.of(line.split(" ", -1));
      spawns.add(Spawn.of(Mischief.payload(words), Tally.ofOk(words.size())));
      found = found.plus(Tally.ofOk(words.size()));
    }
    return StageResult.done(found, spawns);
  }

  private StageResult collect(StageContext context) {
    for (String word : Mischief.words(context.chunk())) {
      through.merge(word, 1, Integer::sum);
    }
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  /** Twenty chunks of five words; in the middle of one of them another word. */
  private static String around(String poison) {
    var lines = new StringBuilder();
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      for (int word = 0; word < 5; word++) {
        boolean here = chunk == 7 && word == 2;
        lines.append(here ? poison : "w" + chunk + "." + word).append(word == 4 ? "\n" : " ");
      }
    }
    return lines.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "exit, 60, worker.crashed, exit 3",
    "kill, 60, worker.crashed, signal 9 (SIGKILL)",
    "segv, 60, worker.crashed, signal 6 (SIGABRT)",
    "oom, 60, worker.out_of_memory, Java heap space",
    "deep, 60, worker.stack_overflow, stack overflowed",
    "loop, 3, worker.deadline, longer than PT3S",
  })
  void whatAnItemDoesToItsProcessCostsThatItemAloneAndNothingElse(
      String poison, int deadline, String code, String exit) throws Exception {
    try (var rig =
        rig(new Mischief.Divisible(), isolation().deadline(Duration.ofSeconds(deadline)))) {
      assertOnlyThePoisonDies(rig, poison, code, exit);
    }
  }

  @Test
  void aWorkerThatIsStoppedForLongerThanItsLeaseIsReplaced() throws Exception {
    Duration silence = Duration.ofSeconds(3);
    try (var rig = rig(new Mischief.Divisible(), isolation().silence(silence))) {
      assertOnlyThePoisonDies(rig, "freeze", "worker.silent", "no sign of life for PT3S");
    }
  }

  private void assertOnlyThePoisonDies(Rig rig, String poison, String code, String exit)
      throws Exception {
    JobId id = rig.submit(around(poison));
    Job job = rig.awaitEnd(id);

    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.items()).isEqualTo(new Tally(5 * CHUNKS - 1, 0, 0, 1, 0));
    assertThat(through).hasSize(5 * CHUNKS - 1).doesNotContainKey(poison);
    assertThat(through.values()).as("each item once").containsOnly(1);

    assertThat(rig.letters(id))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.problem().code()).isEqualTo("chunk.poison");
              assertThat(letter.problem().detail())
                  .contains("word " + poison)
                  .contains(exit)
                  .contains(code);
              assertThat(letter.payload()).isEqualTo(Mischief.payload(List.of(poison)));
            });
    assertThat(anomalies(rig, id, JobEvent.Kind.SPLIT))
        .singleElement()
        .satisfies(
            split -> {
              assertThat(split.problem().orElseThrow().code()).isEqualTo(code);
              assertThat(split.problem().orElseThrow().detail()).contains("word " + poison);
            });

    PoolView pool = rig.host.workers().getFirst();
    assertThat(pool.size()).isEqualTo(WORKERS);
    assertThat(pool.alive()).isEqualTo(WORKERS);
    assertThat(pool.deaths())
        .as("one death for each attempt")
        .isEqualTo(Map.of(code.replace("worker.", ""), (long) THREE.attempts()));
    assertThat(pool.started()).isEqualTo(WORKERS + THREE.attempts());
  }

  @Test
  void anItemThatAStageThrowsOverIsNamedAndTakesNoOtherAlong() throws Exception {
    try (var rig = rig(new Mischief.Divisible(), isolation())) {
      assertOnlyTheBugDies(rig);
      assertThat(rig.host.workers().getFirst().died()).isZero();
    }
  }

  @Test
  void theSameHoldsWithoutWorkers() throws Exception {
    try (var rig =
        new Rig(
            folder,
            StageSpec.start("split", IsolationTest::lines),
            StageSpec.each("work", new Mischief.Divisible()).retry(THREE),
            StageSpec.each("collect", this::collect))) {
      assertOnlyTheBugDies(rig);
    }
  }

  private void assertOnlyTheBugDies(Rig rig) throws Exception {
    JobId id = rig.submit(around("bug"));

    assertThat(rig.awaitEnd(id).items()).isEqualTo(new Tally(5 * CHUNKS - 1, 0, 0, 1, 0));
    assertThat(through).hasSize(5 * CHUNKS - 1).doesNotContainKey("bug");
    assertThat(through.values()).as("each item once").containsOnly(1);
    DeadLetter letter = rig.letters(id).getFirst();
    assertThat(letter.problem().code()).isEqualTo("stage.bug");
    assertThat(letter.problem().detail()).contains("oops").contains("word bug");
    assertThat(letter.payload()).isEqualTo(Mischief.payload(List.of("bug")));
    assertThat(anomalies(rig, id, JobEvent.Kind.SPLIT)).hasSize(1);
  }

  @Test
  void aStageThatFailsOverEveryItemIsNotTriedWithEachOfThem() throws Exception {
    int items = 4_000;
    var runs = new AtomicInteger();
    var counted =
        new Mischief.Divisible() {
          @Override
          public StageResult run(StageContext context) throws IOException, InterruptedException {
            runs.incrementAndGet();
            return super.run(context);
          }
        };
    try (var rig =
        new Rig(
            folder,
            StageSpec.start("split", IsolationTest::lines),
            StageSpec.each("work", counted).retry(THREE),
            StageSpec.each("collect", this::collect))) {
      JobId id = rig.submit("bug" + " bug".repeat(items - 1));

      Job job = rig.awaitEnd(id);
      assertThat(job.items()).isEqualTo(new Tally(0, 0, 0, items, 0));
      assertThat(runs.get()).isLessThan(3 * ChunkRunner.MOST_CUTS);
      assertThat(rig.engine.log().deadLetters().list(DeadLetterQuery.of(job, 0, 1_000)))
          .anySatisfy(
              letter -> assertThat(letter.problem().detail()).contains("not cut around the item"));
    }
  }

  private static List<JobEvent> anomalies(Rig rig, JobId id, JobEvent.Kind kind) {
    return rig.engine.log().events(id, 0, 1000).stream()
        .filter(event -> event.kind() == kind)
        .toList();
  }

  @Test
  void aChunkThatCannotBeCutIsTriedAgainAndThenDiesAsAWhole() throws Exception {
    try (var rig = rig(new Mischief(false), isolation())) {
      JobId id = rig.submit(around("kill"));

      assertThat(rig.awaitEnd(id).items()).isEqualTo(new Tally(5 * CHUNKS - 5, 0, 0, 5, 0));
      DeadLetter letter = rig.letters(id).getFirst();
      assertThat(letter.problem().code()).isEqualTo("worker.crashed");
      assertThat(letter.problem().detail()).contains("SIGKILL").contains("item 2 of the chunk");
      assertThat(anomalies(rig, id, JobEvent.Kind.RETRY)).hasSize(THREE.attempts() - 1);
    }
  }

  @Test
  void bugsMissingBlobsAndBlobsAreWhatTheyAreInProcess() throws Exception {
    try (var rig = rig(new Mischief(false), isolation())) {
      JobId id = rig.submit("a write b\nbug\ngone\nprint");
      Job job = rig.awaitEnd(id);

      assertThat(job.items()).isEqualTo(new Tally(4, 0, 0, 2, 0));
      assertThat(rig.letters(id))
          .extracting(letter -> letter.problem().code())
          .containsExactlyInAnyOrder("stage.bug", "blob.missing");
      assertThat(rig.host.workers().getFirst().died()).isZero();
    }
  }

  @Test
  void aWorkerIsReplacedWhenItHasRunItsShare() throws Exception {
    try (var rig = rig(new Mischief(false), isolation().chunksPerWorker(5))) {
      rig.awaitEnd(rig.submit(around("fine")));

      PoolView pool = rig.host.workers().getFirst();
      assertThat(pool.recycled()).isBetween(2L, 4L);
      assertThat(pool.died()).isZero();
      assertThat(pool.alive()).isEqualTo(WORKERS);
      assertThat(pool.memory()).isPositive();
    }
  }

  @Test
  void aWorkerThatHasGrownIsReplacedBetweenTwoChunks() throws Exception {
    // Between what a worker may hold at any moment (320 MB) and three quarters of that.
    try (var rig = rig(1, new Mischief(false), isolation())) {
      rig.awaitEnd(rig.submit("a\nleak:220\nb\nc"));

      PoolView pool = rig.host.workers().getFirst();
      assertThat(pool.recycled()).isEqualTo(1);
      assertThat(pool.started()).isEqualTo(2);
      assertThat(pool.died()).isZero();
      assertThat(pool.memory()).isBetween(1L << 20, 240L << 20);
    }
  }

  @Test
  void workersAreNicedAndLeadAGroupOfTheirOwn() throws Exception {
    Path pipe = fifo("running");
    try (var rig = rig(1, new Mischief(false), isolation())) {
      rig.submit("tell:" + pipe + " wait");
      long worker = told(pipe);

      assertThat(statistic(worker, NICE))
          .isEqualTo(Math.min(19, statistic(ProcessHandle.current().pid(), NICE) + 10));
      assertThat(statistic(worker, GROUP)).isEqualTo(worker);
    }
  }

  /** A number of {@code /proc/PID/stat}, from 1; the second, a name, may hold spaces. */
  private static long statistic(long process, int field) throws Exception {
    String line = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
    String[] behindName = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(behindName[field - 3]);
  }

  @Test
  void anItemThatKillsUnnamedIsFoundByHalves() throws Exception {
    Isolation quiet =
        Isolation.madeBy(Mischief.Factory.class, "quiet").silence(Duration.ofSeconds(60));
    try (var rig = rig(new Mischief.Divisible(), quiet)) {
      JobId id = rig.submit("a b c d e f kill h");

      assertThat(rig.awaitEnd(id).items()).isEqualTo(new Tally(7, 0, 0, 1, 0));
      assertThat(through).hasSize(7).doesNotContainKey("kill");
      assertThat(rig.letters(id).getFirst().problem().detail()).contains("word kill");
      assertThat(anomalies(rig, id, JobEvent.Kind.SPLIT)).hasSizeBetween(2, 4);
    }
  }

  @Test
  void aDismissedJobStopsItsWorkerWhichStaysWarm() throws Exception {
    Path pipe = fifo("running");
    try (var rig = rig(1, new Mischief(false), isolation())) {
      JobId id = rig.submit("tell:" + pipe + " wait");
      long worker = told(pipe);

      rig.engine.control(id, new Control.Dismiss());
      rig.awaitEnd(id);
      JobId next = rig.submit("tell:" + pipe);

      assertThat(told(pipe)).as("the same process goes on").isEqualTo(worker);
      assertThat(rig.awaitEnd(next).state()).isEqualTo(JobState.SUCCESSFUL);
      assertThat(rig.host.workers().getFirst().died()).isZero();
    }
  }

  @Test
  void aWorkerThatDoesNotStopIsEndedAndTheChunkIsGivenBack() throws Exception {
    Path pipe = fifo("running");
    try (var rig = rig(new Mischief(false), isolation())) {
      JobId id = rig.submit("tell:" + pipe + " loop");
      long worker = told(pipe);

      rig.host.stop(Duration.ZERO);

      awaitExit(worker);
      rig.await(id, job -> job.stages().get(1).chunks().ready() == 1);
      assertThat(rig.job(id).stages().get(1).retries()).as("no attempt is charged").isZero();
    }
  }

  @Test
  void aWorkerThatDiesIdleIsReplacedAndCostsNoChunkAnything() throws Exception {
    Path pipe = fifo("idle");
    try (var rig = rig(new Mischief(false), isolation())) {
      JobId first = rig.submit("tell:" + pipe);
      long worker = told(pipe);
      rig.awaitEnd(first);
      ProcessHandle.of(worker).orElseThrow().destroyForcibly();
      awaitExit(worker);

      Job next = rig.awaitEnd(rig.submit("a"));

      assertThat(next.state()).isEqualTo(JobState.SUCCESSFUL);
      assertThat(next.stages().get(1).retries()).isZero();
      PoolView pool = rig.host.workers().getFirst();
      assertThat(pool.deaths()).isEqualTo(Map.of("idle", 1L));
      assertThat(pool.alive()).isEqualTo(1);
    }
  }

  @Test
  void workersEndWithTheirHostHoweverItEnds() throws Exception {
    Path pipe = fifo("running");
    Path lock = folder.resolve("lock");
    Process host = HostProcess.start(folder, "lock:%s tell:%s loop".formatted(lock, pipe));
    try {
      told(pipe);
      try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
        assertThat(channel.tryLock()).as("held by the worker").isNull();
        host.toHandle().destroyForcibly();
        // Free when the worker is gone, and not before.
        channel.lock();
      }
    } finally {
      host.destroyForcibly().waitFor();
    }
  }

  @Test
  void aProgramThatDoesNotStartIsNamedInTheDeadLetter() throws Exception {
    Isolation broken = Isolation.madeBy(Mischief.BrokenFactory.class);
    try (var rig = rig(new Mischief.Divisible(), broken)) {
      JobId id = rig.submit("a b");
      rig.awaitEnd(id);

      DeadLetter letter = rig.letters(id).getFirst();
      assertThat(letter.problem().code()).isEqualTo("worker.not_started");
      assertThat(letter.problem().detail()).contains("exit 1", "there is no such model");
      PoolView pool = rig.host.workers().getFirst();
      assertThat(pool.deaths()).isEqualTo(Map.of("not_started", (long) THREE.attempts()));
      assertThat(pool.alive()).isZero();
    }
    try (var rig = rig(new Mischief(false), Isolation.command("/no/such/program"))) {
      JobId id = rig.submit("a");
      rig.awaitEnd(id);
      assertThat(rig.letters(id).getFirst().problem().detail())
          .contains("/no/such/program", "exit 127");
    }
  }

  @Test
  void aFirstStageInAWorkerGoesOnFromItsCheckpoint() throws Exception {
    try (var rig =
        new Rig(
            folder,
            StageSpec.start("split", new Lines())
                .retry(THREE)
                .isolated(Isolation.madeBy(Lines.Factory.class)),
            StageSpec.each("collect", this::collect))) {
      Job job = rig.awaitEnd(rig.submit("a\nb\nc\nd\nkill once\ne\nf"));

      assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
      assertThat(job.items()).isEqualTo(Tally.ofOk(8));
      assertThat(through.values()).containsOnly(1);
      assertThat(job.stages().getFirst().retries()).isEqualTo(1);
    }
  }

  /** A pipe with a name: whoever reads it waits for a writer. */
  private Path fifo(String name) throws Exception {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private static long told(Path pipe) throws Exception {
    return Long.parseLong(Files.readString(pipe).strip());
  }

  private static void awaitExit(long process) throws Exception {
    var handle = ProcessHandle.of(process);
    if (handle.isPresent()) {
      handle.get().onExit().get(30, TimeUnit.SECONDS);
    }
  }
}
