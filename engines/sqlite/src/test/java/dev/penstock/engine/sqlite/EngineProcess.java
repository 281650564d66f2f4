package dev.penstock.engine.sqlite;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * A process that opens an engine and submits and commits from several threads until it is killed.
 * It prints a line for each thing that the engine has acknowledged: {@code job <id>}, {@code done
 * <id> <chunk>}.
 */
final class EngineProcess {
  private static final int THREADS = 8;

  private EngineProcess() {}

  static Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            EngineProcess.class.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .start();
  }

  public static void main(String[] arguments) {
    SqliteEngine engine = Orders.open(Path.of(arguments[0]));
    say("open");
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        threads.execute(() -> work(engine));
      }
    }
  }

  private static void work(SqliteEngine engine) {
    while (true) {
      Submission order = Orders.order();
      if (engine.submit(order) instanceof Admission.Accepted accepted) {
        say("job " + accepted.job());
      }
      for (Claim claim : Orders.claim(engine, "split", 2)) {
        engine.commit(claim, Orders.found(claim.work().checkpoints() + 1, 3));
        finish(engine, claim, Orders.foundAll());
      }
      for (Claim claim : Orders.claim(engine, "refine", 3)) {
        finish(engine, claim, Orders.pass(claim));
      }
    }
  }

  private static void finish(SqliteEngine engine, Claim claim, Step step) {
    if (engine.commit(claim, step) == Verdict.APPLIED) {
      say("done " + claim.chunk().job() + " " + claim.chunk().number());
    }
  }

  private static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }

  /** Reads what a process says until so many lines are there. */
  static List<String> lines(BufferedReader out, int count) {
    return out.lines().limit(count).toList();
  }

  /** Reads what a killed process had said by then; its last line may be cut. */
  static List<String> rest(BufferedReader out) {
    List<String> lines = out.lines().toList();
    return lines.isEmpty() ? lines : lines.subList(0, lines.size() - 1);
  }
}
