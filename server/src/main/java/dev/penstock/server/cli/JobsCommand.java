package dev.penstock.server.cli;

import dev.penstock.client.JobFilter;
import dev.penstock.client.JobView;
import dev.penstock.client.PenstockClient;
import dev.penstock.server.terminal.Table;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import dev.penstock.server.web.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jobs}: the jobs of a running server, newest first. */
@Command(
    name = "jobs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the jobs of a running server, newest first.")
final class JobsCommand implements Callable<Integer> {
  @Mixin ServerOptions server = new ServerOptions();

  @Option(names = "--pipeline", paramLabel = "NAME", description = "Only jobs of this pipeline.")
  @Nullable String pipeline;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only such jobs: accepted, running, successful, failed, dismissed.")
  @Nullable String status;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many. Default: 20.")
  int limit;

  @Option(names = "--json", description = "Prints one JSON document.")
  boolean json;

  private final Terminal terminal;

  JobsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<JobView> jobs = server.ask(terminal, this::list);
    if (json) {
      terminal.out().println(new String(document(jobs), StandardCharsets.UTF_8));
    } else {
      print(jobs);
    }
    return ExitCode.DONE.status();
  }

  private List<JobView> list(PenstockClient client) throws IOException, InterruptedException {
    JobFilter filter = JobFilter.newest(limit);
    filter = pipeline == null ? filter : filter.pipeline(pipeline);
    filter = status == null ? filter : filter.status(status);
    return client.jobs(filter);
  }

  private static byte[] document(List<JobView> jobs) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("jobs");
          jobs.forEach(job -> json.writeRawValue(job.json().toString()));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void print(List<JobView> jobs) {
    var table =
        Table.of(
            "job",
            "pipeline",
            "status",
            ">in",
            ">ok",
            ">repaired",
            ">rejected",
            ">dead",
            ">age",
            "name");
    Instant now = Instant.now();
    for (JobView job : jobs) {
      var counts = job.counts();
      table.row(
          job.id(),
          job.identity().pipeline(),
          job.partial() ? job.status() + " (partial)" : job.status(),
          Words.count(counts.in()),
          Words.count(counts.ok()),
          Words.count(counts.repaired()),
          Words.count(counts.rejected()),
          Words.count(counts.dead()),
          age(Duration.between(job.report().created(), now)),
          job.identity().name());
    }
    if (table.isEmpty()) {
      terminal.out().println("There are no jobs.");
    } else {
      table.lines().forEach(terminal.out()::println);
    }
  }

  private static String age(Duration age) {
    if (age.toMinutes() == 0) {
      return Math.max(0, age.toSeconds()) + " s";
    }
    return age.toHours() == 0
        ? age.toMinutes() + " min"
        : age.toDays() == 0 ? age.toHours() + " h" : age.toDays() + " d";
  }
}
