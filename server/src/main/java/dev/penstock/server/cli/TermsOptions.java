package dev.penstock.server.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a job is to stand beside others; the server checks what is given. */
final class TermsOptions {
  @Option(
      names = "--priority",
      paramLabel = "0-9",
      description = "Of your jobs those of higher priority go first. Default: 0.")
  @Nullable String priority;

  @Option(
      names = "--lane",
      paramLabel = "NAME",
      description =
          "Jobs of one lane, a name of your choice, run one after the other, in the order of their"
              + " acceptance.")
  @Nullable String lane;

  @Option(
      names = "--join",
      paramLabel = "KEY",
      description =
          "A word of your choice: while a job with the same word runs, it answers for this request"
              + " too.")
  @Nullable String join;

  @Option(
      names = "--rerun",
      paramLabel = "KEY",
      description =
          "A word of your choice: while a job with the same word runs, this one waits for its end; a"
              + " newer request takes the place of the one that waits.")
  @Nullable String rerun;

  @Option(
      names = "--tolerance",
      paramLabel = "N|P%",
      description =
          "How many items may be rejected or die before the job fails, as a number or a percentage."
              + " Default: all but one.")
  @Nullable String tolerance;

  /** Adds what was given to the query parameters of a submission. */
  void addTo(Map<String, String> query) {
    put(query, "priority", priority);
    put(query, "lane", lane);
    put(query, "join", join);
    put(query, "rerun", rerun);
    put(query, "tolerance", tolerance);
  }

  private static void put(Map<String, String> query, String name, @Nullable String value) {
    if (value != null) {
      query.put(name, value);
    }
  }
}
