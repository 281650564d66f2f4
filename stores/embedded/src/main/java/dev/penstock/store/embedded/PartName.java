package dev.penstock.store.embedded;

import dev.penstock.job.JobId;
import java.util.Optional;

/** Names the part that a job writes in one round; sorts by acceptance, then by round. */
record PartName(JobId job, int round) implements Comparable<PartName> {
  static final String SUFFIX = ".gpkg";
  private static final int JOB_LENGTH = 26;

  String file() {
    return job + "-" + round + SUFFIX;
  }

  /** The part that a file holds; empty for a file that is none. */
  static Optional<PartName> ofFile(String file) {
    int end = file.length() - SUFFIX.length();
    if (end < JOB_LENGTH + 2 || end > JOB_LENGTH + 10 || !file.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String job = file.substring(0, JOB_LENGTH);
    String round = file.substring(JOB_LENGTH + 1, end);
    if (!JobId.isJobId(job) || !round.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    return Optional.of(new PartName(new JobId(job), Integer.parseInt(round)));
  }

  @Override
  public int compareTo(PartName that) {
    int order = job.compareTo(that.job);
    return order == 0 ? Integer.compare(round, that.round) : order;
  }
}
