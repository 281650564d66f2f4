package dev.penstock.testkit.history;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Step;
import dev.penstock.engine.Verdict;
import dev.penstock.job.JobId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an engine answered to the commits of one process, each in a line that outlives the process.
 * The answer to its very last commit may be missing. Thread-safe.
 */
final class Journal {
  private static final String PREFIX = "journal-";

  /** One answered commit. */
  record Entry(Verdict verdict, String step, JobId job, String stage, long chunk, long fence) {
    static Entry parse(String text) {
      String[] words = text.split(" ");
      return new Entry(
          Verdict.valueOf(words[0]),
          words[1],
          new JobId(words[2]),
          words[3],
          Long.parseLong(words[4]),
          Long.parseLong(words[5]));
    }

    boolean closes() {
      return verdict == Verdict.APPLIED && step.equals(Step.Done.class.getSimpleName());
    }

    @Override
    public String toString() {
      return "%s %s %s %s %d %d\n".formatted(verdict, step, job, stage, chunk, fence);
    }
  }

  private final OutputStream out;

  /** The journal of this process. */
  Journal(Path folder) throws IOException {
    Path file = folder.resolve(PREFIX + ProcessHandle.current().pid());
    this.out = new FileOutputStream(file.toFile(), true);
  }

  synchronized void note(Claim claim, Step step, Verdict verdict) {
    var entry =
        new Entry(
            verdict,
            step.getClass().getSimpleName(),
            claim.chunk().job(),
            claim.scope().stage(),
            claim.chunk().number(),
            claim.lease().fence());
    try {
      out.write(entry.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What all processes noted. */
  static List<Entry> all(Path folder) throws IOException {
    var entries = new ArrayList<Entry>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(PREFIX)) {
          Files.readAllLines(file).forEach(line -> entries.add(Entry.parse(line)));
        }
      }
    }
    return entries;
  }
}
