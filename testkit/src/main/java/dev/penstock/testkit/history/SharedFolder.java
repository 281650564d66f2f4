package dev.penstock.testkit.history;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

  Path blobs(String worker) {
    return path.resolve("blobs-" + worker);
  }

  void write(List<JobId> jobs) throws IOException {
    Files.write(path.resolve("jobs"), jobs.stream().map(JobId::value).toList());
  }

  List<JobId> jobs() throws IOException {
    return Files.readAllLines(path.resolve("jobs")).stream().map(JobId::new).toList();
  }

  /** From now on workers end when all jobs have. */
  void sayEnough() throws IOException {
    Files.createFile(path.resolve("enough"));
  }

  boolean enough() {
    return Files.exists(path.resolve("enough"));
  }
}
