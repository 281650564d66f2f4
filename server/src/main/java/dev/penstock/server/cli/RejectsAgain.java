package dev.penstock.server.cli;

import dev.penstock.client.PenstockClient;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The part of {@code replay} that sends rejects again. */
final class RejectsAgain {
  @Option(
      names = "--rejects",
      paramLabel = "JOB",
      description = "Sends the rejects of this job again.")
  @Nullable String job;

  @Option(
      names = "--edit",
      paramLabel = "FILE",
      description =
          "With --rejects: sends the items of this file, edited ones, in the place of the originals.")
  @Nullable Path edited;

  @Option(
      names = "--set",
      paramLabel = "INPUT=VALUE",
      description = "With --rejects: an input that is other than it was for the first job.")
  Map<String, String> inputs = new LinkedHashMap<>();

  @Option(
      names = "--reject-code",
      paramLabel = "CODE",
      description = "With --rejects: only those of this code.")
  @Nullable String code;

  boolean given() {
    return job != null;
  }

  void check() {
    if (job == null && (edited != null || !inputs.isEmpty() || code != null)) {
      throw new Complaint(ExitCode.USAGE, "--edit, --set and --reject-code need --rejects JOB.");
    }
    if (edited != null && code != null) {
      throw new Complaint(ExitCode.USAGE, "--edit names the items; --reject-code has no meaning.");
    }
    if (edited != null && !Files.isReadable(edited)) {
      throw new Complaint(ExitCode.USAGE, "There is no readable file " + edited + ".");
    }
  }

  ExitCode send(PenstockClient client, Terminal terminal, boolean yes, boolean json)
      throws IOException, InterruptedException {
    String path = "/v1/jobs/" + Objects.requireNonNull(job) + "/rejects/replay";
    if (!yes) {
      JsonNode counted =
          Objects.requireNonNull(client.post(path + query(Map.of("dry-run", "true"))));
      say(terminal, json, counted, "%s would be sent again%s. Do it with --yes.");
      return ExitCode.DONE;
    }
    JsonNode sent =
        edited == null
            ? Objects.requireNonNull(client.post(path + query(Map.of())))
            : client.post(path + query(Map.of()), edited);
    if (json) {
      terminal.out().println(sent);
    } else {
      terminal.out().printf("Sent again as job %s%n", sent.path("id").asString());
    }
    return ExitCode.DONE;
  }

  private static void say(Terminal terminal, boolean json, JsonNode counts, String sentence) {
    if (json) {
      terminal.out().println(counts);
      return;
    }
    long without = counts.path("withoutOriginal").asLong();
    String rest =
        without == 0
            ? ""
            : "; %s without an original are not".formatted(Words.count(without, "reject"));
    terminal
        .out()
        .printf(sentence + "%n", Words.count(counts.path("items").asLong(), "reject"), rest);
  }

  private String query(Map<String, String> more) {
    var all = new LinkedHashMap<>(inputs);
    all.putAll(more);
    if (code != null) {
      all.put("code", code);
    }
    return all.entrySet().stream()
        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining("&"), text -> text.isEmpty() ? "" : "?" + text));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
