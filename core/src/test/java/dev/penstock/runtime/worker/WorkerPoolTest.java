package dev.penstock.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.BlobMissingException;
import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.blob.StoreFullException;
import dev.penstock.job.JobResult;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageFactory;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.pipeline.Toll;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WorkerPoolTest {
  private static final int LENGTH = 3_000_001;

  /** A worker that is polite, as a shell says it: it answers when it is welcomed. */
  private static final String HELLO =
      """
      head -c 1 >/dev/null; printf '\\000\\000\\000\\035\\000\\000\\000\\000{"type":"hello","protocol":1}'; \
      """;

  @TempDir Path folder;

  private static WorkerPool pool(Isolation isolation) {
    return new WorkerPool("test", StageSpec.each("work", isolation), isolation);
  }

  private static Isolation shell(String script) {
    return Isolation.command("sh", "-c", script).deadline(Duration.ofSeconds(30));
  }

  private FileBlobStore files() throws IOException {
    return FileBlobStore.open(folder, FileBlobStore.Settings.DEFAULT);
  }

  private static BlobRef random(BlobStore blobs) throws IOException {
    byte[] bytes = new byte[LENGTH];
    new Random(3).nextBytes(bytes);
    try (var blob = blobs.create("jobs/payload", Hashing.DAMAGE)) {
      blob.write(ByteBuffer.wrap(bytes));
      return blob.publish();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bytesAndResultsComeThroughAsTheyAre(boolean piped) throws Exception {
    try (var files = files();
        var pool = pool(Isolation.madeBy(CopyStage.class))) {
      BlobStore blobs = piped ? new Piped(files) : files;
      BlobRef in = random(files);
      var context = new PlainContext(Payload.stored(in), 7, blobs);

      var done = (StageResult.Done) ((Outcome.Returned) pool.run(context)).result();

      byte[] payload = files.open(in).readAllBytes();
      BlobRef half = ((Payload.Stored) done.out()).blob();
      Spawn spawn = done.spawns().getFirst();
      BlobRef whole = ((Payload.Stored) spawn.in()).blob();
      assertThat(files.open(whole).readAllBytes()).isEqualTo(payload);
      assertThat(files.open(half).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(payload, LENGTH / 2, LENGTH));
      assertThat(whole.digest()).startsWith("sha-256:");
      assertThat(done.tally()).isEqualTo(Tally.ofOk(7));
      assertThat(spawn.toll()).contains(new Toll("gate", 3));
      assertThat(done.rejects()).isEqualTo(new Rejects(whole, Map.of("test.bad", 2L)));
      assertThat(done.results())
          .containsExactly(
              new JobResult.Stored("a.bin", "application/octet-stream", half),
              new JobResult.Link("b", "text/html", "/v1/b?x=\"ü\""));
    }
  }

  @Test
  void theHostsHeapNeverHoldsWhatPassesThrough() throws Exception {
    assertThat(SmallHost.run(folder, 16, 100)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void damageAndLossOfABlobAreSeenFromAWorkerToo(boolean piped) throws Exception {
    try (var files = files();
        var pool = pool(Isolation.madeBy(CopyStage.class))) {
      BlobStore blobs = piped ? new Piped(files) : files;
      BlobRef in = random(files);
      Path file = files.file(in);
      byte[] bytes = Files.readAllBytes(file);
      bytes[5]++;
      Files.write(file, bytes);
      assertThatThrownBy(() -> pool.run(new PlainContext(Payload.stored(in), 7, blobs)))
          .isInstanceOf(BlobMissingException.class)
          .hasMessageContaining("CRC-32C");

      Files.delete(file);
      assertThatThrownBy(() -> pool.run(new PlainContext(Payload.stored(in), 7, blobs)))
          .isInstanceOf(BlobMissingException.class)
          .hasMessageContaining("no such blob");
      assertThat(pool.view().died()).isZero();
    }
  }

  @Test
  void aFullStoreIsSaidToBeFullAndNothingStaysBehind() throws Exception {
    BlobRef in;
    try (var files = files()) {
      in = random(files);
    }
    var full = new FileBlobStore.Settings(Long.MAX_VALUE, 1 << 20);
    try (var files = FileBlobStore.open(folder, full);
        var pool = pool(Isolation.madeBy(CopyStage.class))) {
      assertThatThrownBy(() -> pool.run(new PlainContext(Payload.stored(in), 7, files)))
          .isInstanceOf(StoreFullException.class);
      assertThat(files.owners("jobs")).containsExactly("payload");
      assertThat(pool.view().died()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "head -c 100000 /dev/urandom",
        "head -c 7 /dev/urandom",
        "printf '\\000\\000\\000\\002\\377\\377\\377\\377{}'",
        "printf '\\000\\000\\000\\002\\000\\000\\000\\000{}'",
        "printf '\\000\\000\\000\\003\\000\\000\\000\\000[1]'",
        "printf '\\000\\000\\000\\017\\000\\000\\000\\000{\"type\":\"done\"}'",
        "exit 0",
      })
  void aProgramThatDoesNotSpeakTheProtocolCostsAnAttempt(String script) throws Exception {
    try (var files = files();
        var asStart = pool(shell(script));
        var afterHello = pool(shell(HELLO + "cat >/dev/null & " + script))) {
      var context = new PlainContext(Payload.NONE, 1, files);
      assertThat(asStart.run(context)).isInstanceOf(Outcome.NotStarted.class);
      assertThat(afterHello.run(context)).isInstanceOf(Outcome.Died.class);
      assertThat(afterHello.view().died()).isEqualTo(1);
    }
  }

  @Test
  void whatBreaksTheProtocolIsNamed() throws Exception {
    try (var files = files();
        var pool =
            pool(shell(HELLO + "printf '\\000\\000\\000\\002\\000\\000\\000\\000{}'; cat"))) {
      var died = (Outcome.Died) pool.run(new PlainContext(Payload.NONE, 1, files));
      assertThat(died.problem().code()).isEqualTo("worker.protocol");
      assertThat(died.problem().detail()).contains("lacks 'type'");
    }
  }

  @Test
  void whatADeadWorkerHasStartedDoesNotHoldItsHostUp() throws Exception {
    try (var files = files();
        var pool = pool(shell("sleep 1000 & " + HELLO + "head -c 300 >/dev/null; exit 4"))) {
      var died = (Outcome.Died) pool.run(new PlainContext(Payload.NONE, 1, files));
      assertThat(died.problem().code()).isEqualTo("worker.crashed");
      assertThat(died.problem().detail()).contains("exit 4");
    }
  }

  @Test
  void aWorkerThatNeitherReadsNorWritesIsEndedAtItsDeadline() throws Exception {
    Isolation deaf = shell(HELLO + "exec sleep 1000").deadline(Duration.ofSeconds(1));
    try (var files = files();
        var pool = pool(deaf)) {
      byte[] large = new byte[Payload.MAX_INLINE];
      var died = (Outcome.Died) pool.run(new PlainContext(Payload.inline(large), 1, files));
      assertThat(died.problem().code()).isEqualTo("worker.deadline");
      assertThat(pool.view().deaths()).isEqualTo(Map.of("deadline", 1L));
    }
  }

  @Test
  void aPluginsJarComesAlong() throws Exception {
    Path source = folder.resolve("src/plugin/PluginFactory.java");
    Files.createDirectories(source.resolveSibling(""));
    Files.writeString(
        source,
        """
        package plugin;
        public final class PluginFactory implements dev.penstock.pipeline.StageFactory {
          public dev.penstock.pipeline.Stage make(java.util.List<String> arguments) {
            return context -> dev.penstock.pipeline.StageResult.giveUp("plugin.says", arguments.get(0));
          }
        }
        """);
    Path classes = Files.createDirectories(folder.resolve("plugins/plugin.jar"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(status).isZero();
    try (var files = files();
        var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      var factory =
          Class.forName("plugin.PluginFactory", true, loader).asSubclass(StageFactory.class);
      try (var pool = pool(Isolation.madeBy(factory, "hello from the jar"))) {
        var returned = (Outcome.Returned) pool.run(new PlainContext(Payload.NONE, 1, files));
        assertThat(returned.result())
            .isEqualTo(StageResult.giveUp("plugin.says", "hello from the jar"));
      }
    }
  }

  @Test
  void nothingIsLeftOfAClosedPool() throws Exception {
    List<Path> before = boards();
    try (var files = files()) {
      var pool = pool(Isolation.madeBy(CopyStage.class));
      pool.run(new PlainContext(Payload.stored(random(files)), 7, files));
      assertThat(pool.view().alive()).isEqualTo(1);
      pool.close();
      assertThat(pool.view().alive()).isZero();
      assertThat(boards()).isEqualTo(before);
    }
  }

  private static List<Path> boards() throws IOException {
    Path shared = Path.of("/dev/shm");
    if (!Files.isDirectory(shared)) {
      return List.of();
    }
    try (var files = Files.list(shared)) {
      return files.filter(file -> file.toString().endsWith(".board")).sorted().toList();
    }
  }
}
