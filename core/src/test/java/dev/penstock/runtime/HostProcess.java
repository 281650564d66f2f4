package dev.penstock.runtime;

import dev.penstock.job.Tally;
import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A host in a process of its own, with one chunk in one worker. */
final class HostProcess {
  private HostProcess() {}

  static Process start(Path folder, String words) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            HostProcess.class.getName(),
            folder.resolve("blobs").toString(),
            words)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = List.of(arguments[1].split(" ", -1));
    Tally items = Tally.ofOk(words.size());
    try (var rig =
        new Rig(
            Path.of(arguments[0]),
            StageSpec.start(
                "split",
                context ->
                    StageResult.done(items, List.of(Spawn.of(Mischief.payload(words), items)))),
            StageSpec.each("work", new Mischief(false))
                .isolated(Isolation.madeBy(Mischief.Factory.class)))) {
      rig.submit("x");
      new CountDownLatch(1).await();
    }
  }
}
