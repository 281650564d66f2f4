package dev.penstock.bench.engine;

import dev.penstock.bench.course.Tell;
import dev.penstock.bench.measure.Machine;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a started host of four stages costs while there is nothing to do. */
final class IdleHost {
  private static final Duration SETTLE = Duration.ofSeconds(4);
  private static final Duration RUN = Duration.ofSeconds(10);

  private IdleHost() {}

  static void measure(Opener opener, Path folder) throws IOException, InterruptedException {
    Stage nothing = context -> StageResult.done(Tally.ofOk(1), context.chunk().in());
    var pipeline =
        new Pipeline(
            NoOps.PIPELINE,
            1,
            "Does nothing.",
            Inputs.of(),
            List.of(
                StageSpec.start("split", nothing),
                StageSpec.each("refine", nothing),
                StageSpec.each("store", nothing),
                StageSpec.all("publish", nothing)));
    try (OpenEngine open = opener.open(folder.resolve("engine"));
        BlobStore blobs =
            FileBlobStore.open(folder.resolve("blobs"), FileBlobStore.Settings.DEFAULT);
        var host =
            new PipelineHost(
                List.of(pipeline), open.engine(), blobs, open.bells(), HostSettings.of("bench"))) {
      host.start();
      Thread.sleep(SETTLE);
      Tell.phase("idle");
      long pid = ProcessHandle.current().pid();
      Duration before = Machine.cpuOfTree(pid);
      Thread.sleep(RUN);
      Duration used = Machine.cpuOfTree(pid).minus(before);
      Tell.phase("stop");
      Tell.figure("idle_percent", 100.0 * used.toMillis() / RUN.toMillis());
    }
  }
}
