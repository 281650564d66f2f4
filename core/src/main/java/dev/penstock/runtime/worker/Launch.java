package dev.penstock.runtime.worker;

import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.WorkerProgram;
import dev.penstock.runtime.child.WorkerMain;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command line of a stage's workers. */
final class Launch {
  /** Options for every child JVM, a line each: the launcher names its class cache here. */
  private static final String OPTIONS = System.getProperty("penstock.worker.options", "");

  /**
   * Signals for the whole group or service are the host's to answer: it gives chunks back and then
   * ends its workers. A crash leaves no core file, and when memory runs out on the machine, it is
   * taken from a worker. The program begins when the guardian knows of it, which a line says; a
   * host that is killed before leaves nothing behind either.
   */
  private static final String PREPARED =
      """
      read -r go || exit 0; trap '' INT TERM HUP; ulimit -c 0; echo 500 2>/dev/null >/proc/self/oom_score_adj; exec "$@"\
      """;

  static final Path SHELL = Path.of("/bin/sh");
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

  private Launch() {}

  static List<String> of(Isolation isolation) {
    var words = new ArrayList<String>();
    if (hasShell()) {
      words.addAll(List.of(SHELL.toString(), "-c", PREPARED, "penstock-worker"));
    }
    if (ownGroup()) {
      words.add("setsid");
    }
    if (onPath("nice")) {
      words.addAll(List.of("nice", "-n", "10"));
    }
    switch (isolation.program()) {
      case WorkerProgram.Command(var command) -> words.addAll(command);
      case WorkerProgram.Java java -> words.addAll(java(java, isolation.heapMegabytes()));
    }
    return List.copyOf(words);
  }

  /** Whether a worker leads a process group, so that nothing that it started outlives it. */
  static boolean ownGroup() {
    return hasShell() && onPath("setsid");
  }

  static boolean hasShell() {
    return Files.isExecutable(SHELL);
  }

  /** Ends what a worker has started, and the worker itself if it still lives. */
  static void endGroup(long worker) {
    if (!ownGroup()) {
      return;
    }
    try {
      new ProcessBuilder(SHELL.toString(), "-c", "kill -s KILL -- -" + worker)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      LOG.warn("what worker {} had started may go on", worker, e);
    }
  }

  private static List<String> java(WorkerProgram.Java program, int heapMegabytes) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : OPTIONS.split("\n", -1)) {
      if (!option.isEmpty()) {
        words.add(option);
      }
    }
    words.addAll(
        List.of(
            "-Xmx" + heapMegabytes + "m",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            // An OutOfMemoryError is to be told, not to be died of.
            "-XX:-ExitOnOutOfMemoryError",
            "-XX:-CrashOnOutOfMemoryError",
            // What the JVM has to say of a crash must not get into the pipe, nor into a file.
            "-XX:+DisplayVMOutputToStderr",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:+ErrorFileToStderr",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(program.factory()),
            WorkerMain.class.getName(),
            program.factory().getName()));
    words.addAll(program.arguments());
    return words;
  }

  /** Ours first, because a class cache is only good for what begins with its own path. */
  private static String classPath(Class<?> factory) {
    var places = new ArrayList<String>();
    places.add(System.getProperty("java.class.path"));
    places.addAll(ClassPlaces.beyondClassPath(factory));
    return String.join(File.pathSeparator, places);
  }

  private static boolean onPath(String program) {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Starts a process; its pipes are its standard input and output. */
  static Process start(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command);
    // Else each thread that allocates natively keeps an arena of its own.
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    Process process = builder.start();
    if (hasShell()) {
      Guardian.ofThisProcess().watch(process.pid());
      letGo(process);
    }
    return process;
  }

  private static void letGo(Process process) {
    try {
      OutputStream pipe = process.getOutputStream();
      pipe.write('\n');
      pipe.flush();
    } catch (IOException e) {
      // It is dead already; whoever greets it will notice.
      LOG.debug("worker {} ended before it began", process.pid(), e);
    }
  }
}
