package dev.penstock.testkit.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One worker, process after process under one name, and what may be done to it. Linux signals. */
final class WorkerProcess {
  private final SharedFolder folder;
  private final Site site;
  private final EffectsPipeline.Work work;
  private final String name;
  private final SteeredClock clock;
  private @Nullable Process process;
  private boolean stopped;

  WorkerProcess(SharedFolder folder, Site site, EffectsPipeline.Work work, String name)
      throws IOException {
    this.folder = folder;
    this.site = site;
    this.work = work;
    this.name = name;
    this.clock = new SteeredClock(folder.clock(name));
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName(),
                folder.path().toString(),
                name,
                site.locator().getName(),
                site.where(),
                String.valueOf(work.atOnce()),
                String.valueOf(work.millis()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.output(name).toFile()))
            .start();
    stopped = false;
  }

  boolean alive() {
    return process != null && process.isAlive();
  }

  boolean stopped() {
    return stopped;
  }

  /** SIGKILL; returns when it is gone. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
      process = null;
    }
  }

  /** SIGSTOP: it stands still and does not know. */
  void stop() throws IOException, InterruptedException {
    signal("STOP");
    stopped = true;
  }

  /** SIGCONT. */
  void go() throws IOException, InterruptedException {
    signal("CONT");
    stopped = false;
  }

  private void signal(String signal) throws IOException, InterruptedException {
    if (process != null) {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    }
  }

  void jump(Duration offset) {
    clock.set(offset);
  }

  /** How far its clock is off. */
  Duration offset() {
    return Duration.ofMillis(clock.offset());
  }

  /** Its exit code; -1 when it goes on after so long. */
  int exit(Duration patience) throws InterruptedException {
    if (process == null) {
      return 0;
    }
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
  }

  /** The last lines that its processes printed. */
  List<String> lastLines() throws IOException {
    if (!Files.exists(folder.output(name))) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(folder.output(name));
    return lines.subList(Math.max(0, lines.size() - 15), lines.size());
  }

  @Override
  public String toString() {
    return name;
  }
}
