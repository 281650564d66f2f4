package dev.penstock.server.cli;

import dev.penstock.client.JobView;
import dev.penstock.server.demo.Demo;
import dev.penstock.server.demo.Olinda;
import dev.penstock.server.demo.Trades;
import dev.penstock.server.run.PeakMemory;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: what Penstock does, in a few seconds. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows in a few seconds what Penstock does: a real file through a real server.",
      "Sends the countries of the world, eight of them damaged on purpose, and a week of trades."
          + " The server works on a temporary folder and stays up until Ctrl-C."
    })
final class DemoCommand implements Callable<Integer> {
  private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z0-9_.]+)\"");
  private static final Pattern GAIN =
      Pattern.compile("\"(fifo|hifo)\":[{]\"2024\":[{]\"gain\":\"(-?[0-9]+[.][0-9]{2})");
  private static final Pattern MEAN =
      Pattern.compile("\"mean\":(-?[0-9]+[.][0-9]{1,3}).*\"coverage_pct\":([0-9]+)");
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  @Option(names = "--exit", description = "Ends after the summary.")
  boolean exit;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port of the server. Default: any free one.")
  int port;

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    StopSignals.interruptThisThread(terminal);
    try (Demo demo = Demo.start(port)) {
      say("Server    %s, on a temporary folder", demo.url());
      say(
          "Sending   %s: %s, eight of its features damaged on purpose",
          demo.file().getFileName(), Words.bytes(Files.size(demo.file())));
      Demo.Sent sent = demo.send();
      say(
          "Accepted  job %s, uploaded and durable in %d ms",
          sent.job(), sent.answered().toMillis());
      JobView job = JobWatch.untilEnd(demo.client(), sent.job(), terminal);
      Path folder = demo.fetch(job);
      summary(job, rejects(folder));
      ExitCode trades = trades(demo);
      ExitCode farms = farms(demo);
      places(demo, job, folder);
      ExitCode status = JobWatch.status(job, false);
      status = status == ExitCode.DONE ? trades : status;
      status = status == ExitCode.DONE ? farms : status;
      if (!exit && status == ExitCode.DONE) {
        StopSignals.check();
        say("%nThe server stays up. Ctrl-C ends it.");
        StopSignals.await();
      }
      return status.status();
    }
  }

  private void say(String sentence, Object... facts) {
    terminal.out().printf(sentence + "%n", facts);
    terminal.out().flush();
  }

  private void summary(JobView job, Map<String, Long> rejects) {
    var counts = job.counts();
    say("");
    line("features in", Words.count(counts.in()), "");
    line("ok", Words.count(counts.ok()), "");
    line("repaired", Words.count(counts.repaired()), "made valid, and marked as such");
    line("rejected", Words.count(counts.rejected()), codes(rejects));
    line("dead", Words.count(counts.dead()), "chunks that gave up after all attempts");
    line("time", time(job), "from accepted to published");
    line("memory", Words.bytes(PeakMemory.bytes()), "the most this process ever held");
    say("%n%s", job.report().summary());
  }

  /** A week of trades, and what they came to in dollars. */
  private ExitCode trades(Demo demo) throws IOException, InterruptedException {
    say(
        "%nSending   %s trades in euros, some damaged on purpose, with the ECB's rates of that week",
        Words.count(Trades.ROWS));
    Demo.Sent sent = demo.sendTrades();
    JobView job = JobWatch.untilEnd(demo.client(), sent.job(), terminal);
    String report = demo.report(job);
    say("");
    line("trades", Words.count(job.counts().ok()), "in the ledger of the account 'demo'");
    line("bad", Words.count(job.counts().rejected()), "told with line, column and code");
    Matcher gain = GAIN.matcher(report);
    while (gain.find()) {
      line(gain.group(1), gain.group(2), "US dollars gained in 2024, lot by lot");
    }
    line("took", time(job), "from accepted to published");
    return JobWatch.status(job, false);
  }

  /** Farms in a real scene, and how green each is. */
  private ExitCode farms(Demo demo) throws IOException, InterruptedException {
    say("%nSending   six farms, and a scene of Landsat 7 with its catalogue");
    Demo.Sent sent = demo.sendFarms();
    JobView job = JobWatch.untilEnd(demo.client(), sent.job(), terminal);
    say("");
    for (String farm : Olinda.SHOWN) {
      Matcher mean = MEAN.matcher(demo.state(farm));
      if (mean.find()) {
        line(farm, mean.group(1), "NDVI; %s %% covered".formatted(mean.group(2)));
      }
    }
    line("took", time(job), "from accepted to measured");
    return JobWatch.status(job, false);
  }

  private void line(String what, String number, String note) {
    String shown = "%10s".formatted(number);
    say(
        ("  %-12s" + (terminal.colour() ? BOLD + shown + PLAIN : shown) + "%s"),
        what,
        note.isEmpty() ? "" : "   " + note);
  }

  private static String time(JobView job) {
    var ended = job.report().finished();
    return ended == null ? "-" : Words.time(Duration.between(job.report().created(), ended));
  }

  private static String codes(Map<String, Long> rejects) {
    List<String> codes =
        rejects.entrySet().stream()
            .map(
                each ->
                    each.getValue() == 1 ? each.getKey() : each.getValue() + " " + each.getKey())
            .toList();
    return String.join(", ", codes);
  }

  private static Map<String, Long> rejects(Path folder) throws IOException {
    var codes = new TreeMap<String, Long>();
    try (Stream<String> lines = Files.lines(folder.resolve("rejects.geojsonl"))) {
      lines.forEach(
          line -> {
            Matcher code = CODE.matcher(line);
            if (code.find()) {
              codes.merge(code.group(1), 1L, Long::sum);
            }
          });
    }
    return codes;
  }

  private void places(Demo demo, JobView job, Path folder) throws IOException {
    say("%nResults in %s", folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        say("  %-20s %10s", file.getFileName(), Words.bytes(Files.size(file)));
      }
    }
    String base = demo.url().toString();
    say("%nLook at%s", exit ? " (while the server runs; without --exit it stays up)" : "");
    say("  job       %s/v1/jobs/%s", base, job.id());
    say("  events    %s/v1/jobs/%s/events", base, job.id());
    say("  rejects   %s/v1/jobs/%s/rejects", base, job.id());
    say("  features  %s/v1/collections/countries/items?bbox=5,45,11,48&limit=10", base);
    say("  gains     %s/v1/accounts/demo/gains", base);
    say("  farm      %s/v1/farms/wood-1/state and /ndvi.png", base);
    say("  metrics   %s/metrics", base);
  }
}
