package dev.penstock.testkit.history;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;

/** The main program of a worker process: a shift on an engine that it was told of. */
final class WorkerMain {
  private WorkerMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    endWithTheParent();
    var folder = new SharedFolder(Path.of(arguments[0]));
    String name = arguments[1];
    Site site = ProcessSite.named(arguments[2], arguments[3]);
    var work = EffectsPipeline.Work.parse(arguments[4]);
    var bells = new Bells();
    var setting = EffectsPipeline.setting(new SteeredClock(folder.clock(name)), bells);
    var sink = new FencedSink(folder.effects());
    try (Engine engine = new JournalingEngine(site.open(setting), new Journal(folder.path()))) {
      new Shift(folder, name, name, sink, work).work(engine, bells);
    }
  }

  private static void endWithTheParent() {
    ProcessHandle.current().parent().ifPresent(WorkerMain::endWith);
  }

  private static void endWith(ProcessHandle parent) {
    var _ = parent.onExit().thenRun(() -> Runtime.getRuntime().halt(3));
  }
}
