package dev.penstock.testkit.history;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that the processes of one check share. */
record SharedFolder(Path path) {
  /** What the sink took and refused. */
  Path effects() {
    return path.resolve("effects");
  }

  /** How far a worker's clock is off. */
  Path clock(String worker) {
    return path.resolve("clock-" + worker);
  }

  /** What a worker's processes printed. */
  Path output(String worker) {
    return path.resolve("output-" + worker);
  }

  Path blobs(String life) {
    return path.resolve("blobs-" + life);
  }

  /** Jobs, each with the number of its chunks. */
  void write(Map<JobId, Integer> jobs) throws IOException {
    Files.write(
        path.resolve("jobs"),
        jobs.entrySet().stream().map(job -> job.getKey() + " " + job.getValue()).toList());
  }

  Map<JobId, Integer> jobs() throws IOException {
    var jobs = new LinkedHashMap<JobId, Integer>();
    for (String line : Files.readAllLines(path.resolve("jobs"))) {
      String[] words = line.split(" ", -1);
      jobs.put(new JobId(words[0]), Integer.parseInt(words[1]));
    }
    return jobs;
  }

  /** From now on workers end when all jobs have. */
  void sayEnough() throws IOException {
    Files.createFile(path.resolve("enough"));
  }

  boolean enough() {
    return Files.exists(path.resolve("enough"));
  }
}
