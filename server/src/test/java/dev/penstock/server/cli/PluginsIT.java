package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.JobView;
import dev.penstock.client.SubmitRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A jar that somebody else compiled, in a folder that is named, or is not. */
@Execution(ExecutionMode.CONCURRENT)
class PluginsIT {
  private static final String SOURCE =
      """
      package words;

      import dev.penstock.blob.Payload;
      import dev.penstock.job.Tally;
      import dev.penstock.pipeline.*;
      import java.io.IOException;
      import java.nio.charset.StandardCharsets;
      import java.nio.file.Path;
      import java.util.List;

      public final class Words implements PipelineSource {
        @Override
        public List<Pipeline> pipelines(Path home) {
          return List.of(
              new Pipeline(
                  "words",
                  1,
                  "Takes words.",
                  Inputs.of(),
                  List.of(
                      StageSpec.start("cut", Words::cut),
                      StageSpec.each("take", Words::take).retry(RetryPolicy.DEFAULT.withAttempts(1)))));
        }

        private static StageResult cut(StageContext context) throws IOException {
          var words = List.of(text(context).strip().split(" "));
          var spawns =
              words.stream()
                  .map(
                      word ->
                          Spawn.of(
                              new Payload.Inline(word.getBytes(StandardCharsets.UTF_8)),
                              Tally.ofOk(1)))
                  .toList();
          return StageResult.done(Tally.ofOk(words.size()), spawns);
        }

        private static StageResult take(StageContext context) throws IOException {
          return switch (text(context)) {
            case "bad" -> StageResult.giveUp("words.bad", "This word is bad.");
            case "huge" -> throw new OutOfMemoryError("no room for this word");
            default -> StageResult.done(context.chunk().load(), List.of());
          };
        }

        private static String text(StageContext context) throws IOException {
          try (var in = context.blobs().open(context.chunk().in())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          }
        }
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void someoneBuildsAPlugin() throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path source = Files.writeString(folder.resolve("Words.java"), SOURCE);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString());
    assertThat(status).isZero();
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.penstock.pipeline.PipelineSource"), "words.Words\n");
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    pack(classes, plugins.resolve("words.jar"));
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        var out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, out);
      }
    }
  }

  @Test
  void aServerOffersThePipelineOfAPlugin() throws Exception {
    try (var server = ServerProcess.in(folder, folder.resolve("data"), "--plugins", "plugins")) {
      Path words = Files.writeString(folder.resolve("words.txt"), "one two three");
      String job = server.client().submit(SubmitRequest.file("words", words)).id();
      JobView ended = server.client().ended(job, Duration.ofSeconds(60)).orElseThrow();
      assertThat(ended.status()).isEqualTo("successful");
      assertThat(ended.counts().ok()).isEqualTo(3);
      assertThat(server.client().get("/v1/pipelines").toString()).contains("Takes words.");
    }
  }

  @Test
  void runSaysWhatItsDeadChunksDiedOf() throws Exception {
    Path words = Files.writeString(folder.resolve("words.txt"), "one bad two");
    Path report = folder.resolve("report.json");
    Ended run = run(words, "--report", report.toString());
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("1  dead in take: This word is bad. (words.bad)");
    JsonNode told = JsonMapper.shared().readTree(Files.readString(report));
    assertThat(told.path("dead").asInt()).isEqualTo(1);
    JsonNode loss = told.path("deadLetters").path(0);
    assertThat(loss.path("code").asString()).isEqualTo("words.bad");
    assertThat(loss.path("items").asInt()).isEqualTo(1);
    assertThat(run(words, "--fail-on-rejects").status()).isEqualTo(4);
  }

  @Test
  void runSaysByItsStatusThatTheHeapWasTooSmallForAChunk() throws Exception {
    Path words = Files.writeString(folder.resolve("words.txt"), "one huge two");
    Ended run = run(words);
    assertThat(run.status()).isEqualTo(8);
    assertThat(run.out()).contains("stage.out_of_memory", "2 of 3 items");
  }

  private record Ended(int status, String out) {}

  private Ended run(Path words, String... flags) throws Exception {
    var command =
        Stream.concat(
            Stream.of("run", "words", words.toString(), "--plugins=plugins"), Stream.of(flags));
    Process process =
        ServerProcess.builder(command.toList(), "-Xmx256m").directory(folder.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out);
  }

  @Test
  void aPluginThatCannotBeUsedIsNamed() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("broken/META-INF/services"));
    Files.writeString(classes.resolve("dev.penstock.pipeline.PipelineSource"), "words.Gone\n");
    pack(folder.resolve("broken"), folder.resolve("plugins/broken.jar"));
    Ended pipelines = end(ServerProcess.builder(List.of("pipelines", "--plugins", "plugins")));
    assertThat(pipelines.status()).isEqualTo(2);
    assertThat(pipelines.out())
        .startsWith("penstock: The plugins in 'plugins' cannot be used: ")
        .contains("words.Gone")
        .hasLineCount(1);
  }

  @Test
  void aFileThatIsNoJarIsNamed() throws Exception {
    Files.writeString(folder.resolve("plugins/torn.jar"), "PK\u0003\u0004 and no more");
    Ended pipelines = end(ServerProcess.builder(List.of("pipelines", "--plugins", "plugins")));
    assertThat(pipelines.status()).isEqualTo(2);
    assertThat(pipelines.out())
        .startsWith("penstock: 'plugins/torn.jar' is no jar that can be read")
        .hasLineCount(1);
  }

  /** What a command says that is started where the plugins folder lies. */
  private Ended end(ProcessBuilder command) throws Exception {
    Process process = command.directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void aJarInTheWorkingDirectoryIsNotLoadedUnlessItsFolderIsNamed() throws Exception {
    assertThat(end(ServerProcess.builder(List.of("run", "--help"))).out())
        .contains("geometry")
        .doesNotContain("Takes words.");
    assertThat(end(ServerProcess.builder(List.of("run", "--help", "--plugins=plugins"))).out())
        .contains("Takes words.");
  }

  @Test
  void theFolderBesideTheLauncherAndTheOneOfTheEnvironmentAreLoaded() throws Exception {
    var installed = ServerProcess.builder(List.of("run", "--help"), "-Dpenstock.home=" + folder);
    assertThat(end(installed).out()).contains("Takes words.");
    var named = ServerProcess.builder(List.of("config"));
    named.environment().put("PENSTOCK_PLUGINS", "plugins");
    assertThat(end(named).out()).contains("stages.words.cut.concurrency");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() throws Exception {
    Ended run = end(ServerProcess.builder(List.of("run", "--help", "--plugins", "gone")));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).startsWith("penstock: There is no folder 'gone'").hasLineCount(1);
  }
}
