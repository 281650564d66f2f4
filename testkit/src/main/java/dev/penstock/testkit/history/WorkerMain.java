package dev.penstock.testkit.history;

import dev.penstock.blob.FileBlobStore;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.job.JobId;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The main program of a worker process: a host on an engine that it was told of. */
final class WorkerMain {
  private WorkerMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    endWithTheParent();
    var folder = new SharedFolder(Path.of(arguments[0]));
    String name = arguments[1];
    Site site = Site.named(arguments[2], arguments[3]);
    var work =
        new EffectsPipeline.Work(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
    var pipeline = new EffectsPipeline(new FencedSink(folder.effects()), work).pipeline();
    var bells = new Bells();
    var setting = EffectsPipeline.setting(new SteeredClock(folder.clock(name)), bells);
    try (Engine engine = new JournalingEngine(site.open(setting), new Journal(folder.path()));
        var blobs = FileBlobStore.open(folder.blobs(name), FileBlobStore.Settings.DEFAULT);
        var host =
            new PipelineHost(List.of(pipeline), engine, blobs, bells, HostSettings.of(name))) {
      host.start();
      untilTheEnd(folder, engine);
    }
  }

  private static void endWithTheParent() {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(3)));
  }

  /** Goes on until it is told that this is enough, and all jobs have ended. */
  private static void untilTheEnd(SharedFolder folder, Engine engine)
      throws IOException, InterruptedException {
    var open = new ArrayList<JobId>(folder.jobs());
    var never = new CountDownLatch(1);
    while (!open.isEmpty() || !folder.enough()) {
      open.removeIf(id -> engine.log().job(id).map(job -> job.state().ended()).orElse(false));
      if (never.await(100, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts down");
      }
    }
  }
}
