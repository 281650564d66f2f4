package dev.penstock.bench.engine;

import dev.penstock.bench.measure.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Listens to a process that measures, and looks at the CPU's clock whenever a phase begins. */
final class MeasuredProcess {
  private final Process process;
  private final List<Long> servers;
  private final Map<String, Double> figures = new HashMap<>();
  private final List<Phase> phases = new ArrayList<>();
  private @Nullable String phase;
  private long since;
  private Duration cpu = Duration.ZERO;

  private MeasuredProcess(Process process, List<Long> servers) {
    this.process = process;
    this.servers = servers;
  }

  /**
   * Runs a command to its end, or to the limit.
   *
   * @param servers whose CPU time counts as well
   * @param log takes what it says on standard error
   */
  static Outcome run(List<String> command, List<Long> servers, Path log, Duration limit)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    Thread watch = Thread.ofVirtual().start(() -> endAfter(process, limit));
    var measured = new MeasuredProcess(process, servers);
    measured.listen();
    int status = process.waitFor();
    watch.interrupt();
    return new Outcome(measured.figures, measured.phases, failure(status, log));
  }

  private static void endAfter(Process process, Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      // It has ended by itself.
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<String> failure(int status, Path log) throws IOException {
    if (status == 0) {
      return Optional.empty();
    }
    List<String> said = Files.readAllLines(log);
    String last = String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size()));
    return Optional.of(
        status == 137 ? "ended because its time was over" : "exit " + status + "\n" + last);
  }

  private void listen() throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("=") && words.length == 3) {
          figures.put(words[1], Double.parseDouble(words[2]));
        } else if (words[0].equals("phase") && words.length == 2) {
          begin(words[1]);
          if (words[1].equals("end")) {
            // Whoever waits for that to leave is here until its clock has been read.
            process.getOutputStream().close();
          }
        }
      }
    }
  }

  private void begin(String next) throws IOException {
    long now = System.nanoTime();
    Duration used = used();
    if (phase != null) {
      phases.add(new Phase(phase, Duration.ofNanos(now - since), used.minus(cpu)));
    }
    phase = next;
    since = now;
    cpu = used;
  }

  private Duration used() throws IOException {
    try {
      Duration sum = Machine.cpuOfTree(process.pid());
      for (long server : servers) {
        sum = sum.plus(Machine.cpuOfTree(server));
      }
      return sum;
    } catch (NoSuchFileException e) {
      // It ended right after its last word.
      return cpu;
    }
  }
}
