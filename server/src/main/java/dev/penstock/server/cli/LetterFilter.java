package dev.penstock.server.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command means. */
final class LetterFilter {
  @Option(names = "--pipeline", paramLabel = "NAME", description = "Only of this pipeline.")
  @Nullable String pipeline;

  @Option(names = "--stage", paramLabel = "NAME", description = "Only of this stage.")
  @Nullable String stage;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "Only those that died of this problem, for example io.failed.")
  @Nullable String code;

  @Option(names = "--job", paramLabel = "ID", description = "Only of this job.")
  @Nullable String job;

  static LetterFilter ofJob(String job) {
    var filter = new LetterFilter();
    filter.job = job;
    return filter;
  }

  /** As a query, {@code ?} first. */
  String query() {
    var query = new StringBuilder("?");
    add(query, "pipeline", pipeline);
    add(query, "stage", stage);
    add(query, "code", code);
    add(query, "job", job);
    return query.toString();
  }

  private static void add(StringBuilder query, String name, @Nullable String value) {
    if (value != null) {
      query
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
          .append('&');
    }
  }
}
