package dev.penstock.server.run;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.DeadLetters;
import dev.penstock.engine.JobLog.ChunkRejects;
import dev.penstock.job.Job;
import dev.penstock.job.JobResult;
import dev.penstock.job.Problem;
import dev.penstock.server.plant.Plant;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** What an ended job left, copied to where somebody wants it. */
public final class Leavings {
  private final BlobStore blobs;
  private final Job job;
  private final List<ChunkRejects> rejects;
  private final DeadLetters letters;

  public Leavings(Plant plant, Job job) {
    this.blobs = plant.blobs();
    this.job = job;
    // One line a chunk that has some: a job of a hundred thousand chunks is still only megabytes.
    this.rejects = plant.engine().log().rejects(job.id(), 0, Integer.MAX_VALUE);
    this.letters = plant.engine().log().deadLetters();
  }

  /** The result files, in their order. */
  public List<JobResult.Stored> files() {
    return job.outcome().results().stream()
        .filter(JobResult.Stored.class::isInstance)
        .map(JobResult.Stored.class::cast)
        .toList();
  }

  public void copy(JobResult.Stored file, Path to) throws IOException {
    try (var out = WholeFile.at(to)) {
      copy(file, out);
    }
  }

  /** Under its own name. */
  public void copyInto(Path folder, JobResult.Stored file) throws IOException {
    try (var out = WholeFile.in(folder, file.name())) {
      copy(file, out);
    }
  }

  private void copy(JobResult.Stored file, WholeFile out) throws IOException {
    try (InputStream in = blobs.open(file.blob())) {
      in.transferTo(out.stream());
      out.publish();
    }
  }

  /** All reject lines, chunk by chunk in the order of the payload. */
  public void copyRejects(Path to) throws IOException {
    try (var out = WholeFile.at(to)) {
      writeRejects(out.stream());
      out.publish();
    }
  }

  private void writeRejects(OutputStream out) throws IOException {
    for (ChunkRejects each : rejects) {
      try (InputStream lines = blobs.open(each.rejects().lines())) {
        lines.transferTo(out);
      }
    }
  }

  /** How many features that went on have which warning, where the pipeline says so. */
  public Map<String, Long> warningsByCode() throws IOException {
    return counts("warnings.json");
  }

  /** How many features were repaired in which way, where the pipeline says so. */
  public Map<String, Long> repairsByCode() throws IOException {
    return counts("repairs.json");
  }

  /** What a person should know of the result, one sentence each, where the pipeline says so. */
  public List<String> notes() throws IOException {
    List<String> notes = List.of();
    for (JobResult.Stored file : files()) {
      if (file.name().endsWith("notes.txt")) {
        try (InputStream in = blobs.open(file.blob())) {
          // The last one: a replay says what holds after it.
          notes = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
      }
    }
    return notes;
  }

  private Map<String, Long> counts(String name) throws IOException {
    var all = new TreeMap<String, Long>();
    for (JobResult.Stored file : files()) {
      if (file.name().endsWith(name)) {
        try (InputStream in = blobs.open(file.blob())) {
          JsonMapper.shared()
              .readTree(in)
              .properties()
              .forEach(code -> all.merge(code.getKey(), code.getValue().asLong(), Long::sum));
        }
      }
    }
    return all;
  }

  /** How many rejects there are of each code, in the order of the codes. */
  public Map<String, Long> rejectsByCode() {
    var all = new TreeMap<String, Long>();
    for (ChunkRejects each : rejects) {
      each.rejects().byCode().forEach((code, n) -> all.merge(code, n, Long::sum));
    }
    return all;
  }

  /**
   * Why chunks gave up: for each problem code how many items are in them, and what happened to the
   * first; the largest first.
   */
  public List<Loss> losses() {
    DeadLetterQuery all = DeadLetterQuery.of(job, 0, 1);
    return letters.groups(all).stream()
        .map(
            group -> {
              DeadLetterQuery same = all.stage(group.stage()).code(group.code());
              return new Loss(
                  group.stage(),
                  group.items(),
                  group.chunks(),
                  letters.list(same).getFirst().problem());
            })
        .toList();
  }

  /**
   * What died of the same.
   *
   * @param first what happened to the first of the chunks
   */
  public record Loss(String stage, long items, long chunks, Problem first) {}
}
