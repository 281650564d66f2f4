package dev.penstock.testkit.history;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One worker, process after process under one name. Linux signals. */
final class WorkerProcess implements Worker {
  private static final int MOST_WORDS = 15;

  private final SharedFolder folder;
  private final ProcessSite site;
  private final EffectsPipeline.Work work;
  private final String name;
  private final SteeredClock clock;
  private @Nullable Process process;

  WorkerProcess(SharedFolder folder, ProcessSite site, EffectsPipeline.Work work, String name)
      throws IOException {
    this.folder = folder;
    this.site = site;
    this.work = work;
    this.name = name;
    this.clock = new SteeredClock(folder.clock(name));
  }

  @Override
  public void start() throws IOException {
    process =
        site.process(name, work)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.output(name).toFile()))
            .start();
  }

  /** SIGKILL. */
  @Override
  public void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /** SIGSTOP. */
  @Override
  public void stop() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  @Override
  public void go() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    if (process != null) {
      signal(process.toHandle(), signal);
    }
  }

  /** Sends a signal to any process. */
  static void signal(ProcessHandle process, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public SteeredClock clock() {
    return clock;
  }

  @Override
  public OptionalInt exit() {
    return process == null || process.isAlive()
        ? OptionalInt.empty()
        : OptionalInt.of(process.exitValue());
  }

  @Override
  public List<ProcessHandle> children() {
    return process == null
        ? List.of()
        : process
            .descendants()
            .filter(ProcessHandle::isAlive)
            .filter(each -> !each.info().commandLine().orElse("").contains("penstock-guardian"))
            .toList();
  }

  @Override
  public List<String> lastWords() throws IOException {
    if (!Files.exists(folder.output(name))) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(folder.output(name));
    return lines.subList(Math.max(0, lines.size() - MOST_WORDS), lines.size());
  }

  @Override
  public String toString() {
    return name;
  }
}
