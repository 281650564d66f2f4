package dev.penstock.server.cli;

import dev.penstock.client.JobView;
import dev.penstock.client.PenstockClient;
import dev.penstock.client.SubmitRequest;
import dev.penstock.client.Ticket;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code submit PIPELINE INPUT}: hands a payload to a running server. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class SubmitCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "INPUT", description = "The payload: a file, or - for standard input.")
  String input = "";

  @Option(names = "--watch", description = "Shows the job until it has ended.")
  boolean watch;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description =
          "A word of your choice: the same payload sent again with it is the same job, not a"
              + " second one.")
  @Nullable String key;

  @Mixin TermsOptions terms = new TermsOptions();

  @Option(names = "--json", description = "Prints the job as one JSON document.")
  boolean json;

  @Option(
      names = "--fail-on-rejects",
      description = "With --watch: exits with 4 when any item is rejected or dead.")
  boolean failOnRejects;

  private final Terminal terminal;
  private final Offer offer;

  SubmitCommand(Terminal terminal, Offer offer) {
    this.terminal = terminal;
    this.offer = offer;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (failOnRejects && !watch) {
      throw new Complaint(
          ExitCode.USAGE,
          "--fail-on-rejects needs --watch: without it the job has not ended when the command does.");
    }
    var payload = new InputFile(input, terminal.in()).check();
    return server.ask(terminal, client -> send(client, payload)).status();
  }

  private ExitCode send(PenstockClient client, InputFile payload)
      throws IOException, InterruptedException {
    Ticket ticket = client.submit(request(payload));
    if (!watch) {
      show(client.job(ticket.id()), ticket.replayed());
      return ExitCode.DONE;
    }
    if (!json) {
      terminal.err().println("Job " + ticket.id());
    }
    JobView job = JobWatch.untilEnd(client, ticket.id(), terminal);
    show(job, ticket.replayed());
    return JobWatch.status(job, failOnRejects);
  }

  private void show(JobView job, boolean replayed) {
    if (json) {
      terminal.out().println(job.json());
      return;
    }
    String again = replayed ? " (the same request came before)" : "";
    terminal.out().printf("%s  %s%s%n", job.id(), job.report().summary(), again);
  }

  private SubmitRequest request(InputFile payload) throws IOException {
    var inputs = new LinkedHashMap<String, String>();
    InputFlags.given(offer, spec.commandLine().getParseResult())
        .forEach((name, values) -> inputs.put(name, values.getFirst()));
    terms.addTo(inputs);
    return new SubmitRequest(
        offer.name(), body(payload), payload.name(), inputs, Optional.ofNullable(key));
  }

  private static BodyPublisher body(InputFile payload) throws IOException {
    if (!payload.isStandardIn()) {
      return BodyPublishers.ofFile(Path.of(payload.text()));
    }
    return BodyPublishers.ofInputStream(
        () -> {
          try {
            return payload.open();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
