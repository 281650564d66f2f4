package dev.penstock.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code penstock bench engine}: the verbs of each engine, and no-op jobs through the host beside
 * other people's job runners, all in one run of at most eight minutes. Whatever is measured is a
 * process of its own on an empty folder.
 */
public final class EngineBench {
  private static final int USAGE = 2;
  private static final int UNAVAILABLE = 69;

  /** Always on a disk, which {@code /tmp} need not be. */
  private static final Path ON_DISK = Path.of("/var/tmp");

  private EngineBench() {}

  /**
   * Measures and prints; the exit status.
   *
   * @param flags {@code --without-rivals}, {@code --only=NAME,…}
   */
  public static int run(List<String> flags) throws IOException, InterruptedException {
    Options options;
    try {
      options = Options.of(flags);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return USAGE;
    }
    List<Tool> missing = options.rivals() ? Tool.missing() : List.of();
    if (!missing.isEmpty()) {
      System.err.println(Tool.hint(missing));
      return UNAVAILABLE;
    }
    List<Entrant> rivals = options.rivals() ? rivals(options) : List.of();
    Path scratch =
        Files.isWritable(ON_DISK)
            ? Files.createTempDirectory(ON_DISK, "penstock-bench-")
            : Files.createTempDirectory("penstock-bench-");
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(EngineBench::endAll));
    try {
      return new EngineRun(options, scratch).run(rivals) ? 0 : 1;
    } finally {
      Commands.delete(scratch);
    }
  }

  private static List<Entrant> rivals(Options options) throws IOException, InterruptedException {
    System.out.println("fetching and building the rivals");
    RivalsBuild build = RivalsBuild.ofLauncher();
    build.java();
    build.bullMq();
    return new Rivals(build).wanted(options);
  }

  /** Nothing that we started goes on when this is stopped. */
  private static void endAll() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
