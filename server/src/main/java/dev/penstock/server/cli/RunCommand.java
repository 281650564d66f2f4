package dev.penstock.server.cli;

import dev.penstock.job.Job;
import dev.penstock.job.JobResult;
import dev.penstock.job.JobState;
import dev.penstock.server.job.Summary;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.plant.Plant;
import dev.penstock.server.plant.PlantSettings;
import dev.penstock.server.run.Ask;
import dev.penstock.server.run.Leavings;
import dev.penstock.server.run.PeakMemory;
import dev.penstock.server.run.RefusedInputException;
import dev.penstock.server.run.RunReport;
import dev.penstock.server.run.WholeFile;
import dev.penstock.server.run.WholeJob;
import dev.penstock.server.run.WorkFolder;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run PIPELINE INPUT}: a whole job in this process. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class RunCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "INPUT", description = "The payload: a file, or - for standard input.")
  String input = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where the result goes. Its ending says which one (geometry: .gpkg .geojson .fgb .parquet"
              + " .geojsonl .pbf; transactions: .csv .json); a folder takes every result file.")
  @Nullable Path output;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes counts, seconds, memory and reject codes as JSON.")
  @Nullable Path report;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Writes every rejected item, one JSON line each.")
  @Nullable Path rejects;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "Keeps engine and blobs there. The same command on the same folder goes on where an"
              + " interrupted one stopped. Without it a temporary folder is used.")
  @Nullable Path data;

  @Option(
      names = "--isolate",
      description =
          "Runs CPU-heavy stages in worker processes: an item that kills its process is left out.")
  boolean isolate;

  @Option(names = "--json", description = "Prints the report on standard output.")
  boolean json;

  @Option(
      names = "--fail-on-rejects",
      description = "Exits with 4 when any item is rejected or dead.")
  boolean failOnRejects;

  private final Terminal terminal;
  private final Offer declared;

  RunCommand(Terminal terminal, Offer declared) {
    this.terminal = terminal;
    this.declared = declared;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, RefusedInputException {
    long begun = System.nanoTime();
    StopSignals.interruptThisThread(terminal);
    requireFolder("-o", output);
    requireFolder("--report", report);
    requireFolder("--rejects", rejects);
    requireApart();
    var payload = new InputFile(input, terminal.in()).check();
    var form = OutputFile.of(declared, output);
    var values = InputFlags.read(declared, spec.commandLine().getParseResult(), form);
    try (WorkFolder work = WorkFolder.of(data, output);
        Plant plant = Plant.open(work.data(), PlantSettings.ofMachine().isolate(isolate)).start()) {
      Offer offer = plant.catalog().named(declared.name()).orElseThrow();
      var ask = new Ask(offer, values, payload.name(), payload, work.kept());
      Job job;
      try (var display = terminal.progress()) {
        job = new WholeJob(plant, display).run(ask);
      }
      var left = new Leavings(plant, job);
      boolean kept =
          output != null && job.state() == JobState.SUCCESSFUL && copyResults(left, output, form);
      return finish(left, job, kept, Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  /** No output takes the place of the input or of another output. */
  private void requireApart() {
    var taken = new HashMap<Path, String>();
    taken.put(Path.of(input).toAbsolutePath().normalize(), "the input");
    var outputs = new LinkedHashMap<String, @Nullable Path>();
    outputs.put("-o", output);
    outputs.put("--report", report);
    outputs.put("--rejects", rejects);
    outputs.forEach(
        (flag, file) -> {
          String other =
              file == null ? null : taken.putIfAbsent(file.toAbsolutePath().normalize(), flag);
          if (other != null && !Files.isDirectory(file)) {
            throw new Complaint(
                ExitCode.USAGE, "%s '%s' would overwrite %s.".formatted(flag, file, other));
          }
        });
  }

  /** At the start, because at the end an hour's work may be behind. */
  private static void requireFolder(String flag, @Nullable Path file) {
    Path folder = file == null ? null : file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new Complaint(ExitCode.IO, "There is no folder '%s' for %s.".formatted(folder, flag));
    }
  }

  private int finish(Leavings left, Job job, boolean kept, Duration time) throws IOException {
    if (rejects != null) {
      left.copyRejects(rejects);
    }
    String summary = Summary.of(job, declared.noun());
    var codes =
        new RunReport.Codes(
            left.rejectsByCode(),
            left.warningsByCode(),
            left.repairsByCode(),
            left.losses(),
            left.notes());
    var came = new RunReport(job, summary, time, PeakMemory.bytes(), codes);
    if (report != null) {
      try (var file = WholeFile.at(report)) {
        file.stream().write(came.json());
        file.stream().write('\n');
        file.publish();
      }
    }
    if (json) {
      terminal.out().println(new String(came.json(), StandardCharsets.UTF_8));
    } else {
      say(came, kept);
    }
    return status(came).status();
  }

  /** Whether there was something to copy. */
  private static boolean copyResults(Leavings left, Path to, OutputFile form) throws IOException {
    List<JobResult.Stored> files = left.files();
    if (isFolder(to, files)) {
      Files.createDirectories(to);
      for (JobResult.Stored file : files) {
        left.copyInto(to, file);
      }
    } else if (!files.isEmpty()) {
      left.copy(form.among(files), to);
    }
    return !files.isEmpty();
  }

  /** A name without an ending, for several files, is that of a folder to be. */
  private static boolean isFolder(Path to, List<JobResult.Stored> files) {
    boolean bare = to.getFileName() != null && !to.getFileName().toString().contains(".");
    return Files.isDirectory(to) || (files.size() > 1 && bare && Files.notExists(to));
  }

  private void say(RunReport came, boolean kept) {
    terminal.out().println(came.summary());
    came.codes()
        .rejects()
        .forEach((code, n) -> terminal.out().printf("  %8s  %s%n", Words.count(n), code));
    for (Leavings.Loss loss : came.codes().losses()) {
      terminal
          .out()
          .printf(
              "  %8s  dead in %s: %s (%s)%n",
              Words.count(loss.items()), loss.stage(), loss.first().detail(), loss.first().code());
    }
    came.codes().notes().forEach(note -> terminal.out().println("  " + note));
    terminal
        .out()
        .printf(
            "%s, at most %s of memory%s%n",
            Words.time(came.time()),
            Words.bytes(came.peakMemory()),
            output == null
                ? "; no -o, so no result was kept"
                : kept ? ", result in " + output : "; there is no result");
  }

  private ExitCode status(RunReport came) {
    Job job = came.job();
    if (came.codes().losses().stream()
        .anyMatch(loss -> loss.first().code().endsWith(".out_of_memory"))) {
      return ExitCode.NO_MEMORY;
    }
    return switch (job.state()) {
      case SUCCESSFUL -> job.partial() && failOnRejects ? ExitCode.PARTIAL : ExitCode.DONE;
      case FAILED, DISMISSED -> ExitCode.JOB_FAILED;
      case ACCEPTED, RUNNING ->
          throw new IllegalStateException("job " + job.id() + " has not ended");
    };
  }
}
