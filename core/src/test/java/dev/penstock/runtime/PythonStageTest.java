package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.engine.JobLog;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stage in {@code examples/python-stage}, and others of its language that misbehave. */
@Timeout(120)
class PythonStageTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("penstock.root"), "examples", "python-stage");
  private static final RetryPolicy TWICE = new RetryPolicy(2, 2, Duration.ZERO, Duration.ZERO);

  @TempDir Path folder;

  private final Map<String, Integer> through = new ConcurrentHashMap<>();

  private Rig rig(boolean stored, Isolation isolation) throws IOException {
    return new Rig(
        folder.resolve("blobs"),
        StageSpec.start("split", context -> oneChunk(context, stored)),
        StageSpec.each("check", isolation).retry(TWICE),
        StageSpec.each("collect", this::collect));
  }

  private static Isolation program(Path script, String... arguments) {
    var words = new ArrayList<>(List.of("python3", script.toString()));
    words.addAll(List.of(arguments));
    return Isolation.command(words.toArray(String[]::new)).deadline(Duration.ofSeconds(60));
  }

  private static StageResult oneChunk(StageContext context, boolean stored) throws IOException {
    Payload in = context.chunk().in();
    Tally lines = Tally.ofOk(Mischief.text(in).lines().count());
    Payload out = stored ? Payload.stored(write(context, in)) : in;
    return StageResult.done(lines, List.of(Spawn.of(out, lines)));
  }

  private static BlobRef write(StageContext context, Payload in) throws IOException {
    try (var blob = context.blobs().create(context.blobKey(Keep.WORK, "in"), Hashing.DAMAGE)) {
      blob.write(ByteBuffer.wrap(((Payload.Inline) in).bytes()));
      return blob.publish();
    }
  }

  private StageResult collect(StageContext context) throws IOException {
    for (String line : bytes(context).lines().toList()) {
      through.merge(line, 1, Integer::sum);
    }
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  private static String bytes(StageContext context) throws IOException {
    return switch (context.chunk().in()) {
      case Payload.Inline in -> Mischief.text(in);
      case Payload.Stored(var blob) -> {
        try (var in = context.blobs().open(blob)) {
          yield new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    };
  }

  @Test
  void goodLinesGoOnAndBadOnesAreReported() throws Exception {
    for (boolean stored : List.of(true, false)) {
      through.clear();
      try (var rig = rig(stored, program(EXAMPLE.resolve("json_lines.py")))) {
        JobId id =
            rig.submit("{\"a\":1}\n{ \"b\" : \"ü\", \"a\": 2 }\nnot json\n[1]\n{\"c\":null}");
        Job job = rig.awaitEnd(id);

        assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
        assertThat(job.items()).isEqualTo(Tally.of(2, 1, 2));
        assertThat(through.keySet())
            .containsExactlyInAnyOrder("{\"a\":1}", "{\"a\":2,\"b\":\"ü\"}", "{\"c\":null}");
        JobLog.ChunkRejects rejects = rig.engine.log().rejects(id, 0, 10).getFirst();
        assertThat(rejects.rejects().byCode()).isEqualTo(Map.of("json_lines.invalid", 2L));
        try (var lines = rig.blobs.open(rejects.rejects().lines())) {
          assertThat(new String(lines.readAllBytes(), StandardCharsets.UTF_8))
              .contains("\"item\": 2", "\"original_text\": \"not json\"", "\"byte\": 31");
        }
      }
    }
  }

  @Test
  void aLineThatKillsItsInterpreterIsFoundNamedAndLeftAlone() throws Exception {
    try (var rig = rig(false, mischievous("os.kill(os.getpid(), signal.SIGSEGV)"))) {
      JobId id = rig.submit("{\"a\":1}\n{\"b\":1}\n{\"poison\":1}\n{\"c\":1}");
      Job job = rig.awaitEnd(id);

      assertThat(job.items()).isEqualTo(new Tally(3, 0, 0, 1, 0));
      assertThat(through.keySet()).containsExactlyInAnyOrder("{\"a\":1}", "{\"b\":1}", "{\"c\":1}");
      assertThat(rig.letters(id).getFirst().problem().code()).isEqualTo("chunk.poison");
      assertThat(rig.letters(id).getFirst().problem().detail())
          .contains("line 1 of the chunk", "signal 11 (SIGSEGV)");
    }
  }

  @Test
  void aProgramThatTakesTooMuchMemoryIsEnded() throws Exception {
    Isolation small = mischievous("hog = bytearray(400 << 20); signal.pause()").heapMegabytes(200);
    try (var rig = rig(false, small)) {
      JobId id = rig.submit("{\"a\":1}\n{\"poison\":1}");
      Job job = rig.awaitEnd(id);

      assertThat(job.items()).isEqualTo(new Tally(1, 0, 0, 1, 0));
      assertThat(rig.letters(id).getFirst().problem().detail())
          .contains("worker.out_of_memory", "more than 200 MB");
    }
  }

  @Test
  void aBugIsABugInPythonToo() throws Exception {
    try (var rig = rig(false, mischievous("raise KeyError('oops')"))) {
      JobId id = rig.submit("{\"poison\":1}");
      rig.awaitEnd(id);

      assertThat(rig.letters(id).getFirst().problem().code()).isEqualTo("stage.bug");
      assertThat(rig.letters(id).getFirst().problem().detail()).contains("KeyError", "oops");
      assertThat(rig.host.workers().getFirst().died()).isZero();
    }
  }

  /** The example, except that a line with a certain word in it does something else. */
  private Isolation mischievous(String act) throws IOException {
    Path script = folder.resolve("mischief.py");
    Files.writeString(
        script,
        """
        import os, signal, sys, time
        sys.path.insert(0, sys.argv[1])
        import json_lines, penstock_worker

        tidied = json_lines.tidied

        def mischief(line):
            if b"poison" in line:
                print("now")
                %s
            return tidied(line)

        json_lines.tidied = mischief
        penstock_worker.serve(json_lines.run, json_lines.divide)
        """
            .formatted(act));
    return program(script, EXAMPLE.toString());
  }
}
