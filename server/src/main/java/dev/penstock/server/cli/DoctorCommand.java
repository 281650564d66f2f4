package dev.penstock.server.cli;

import dev.penstock.server.config.ServerSettings;
import dev.penstock.server.doctor.Checkup;
import dev.penstock.server.doctor.Finding;
import dev.penstock.server.plant.Offers;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.web.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: whether Penstock can work well here. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Looks whether Penstock can work well here: Java, memory, disk, port, data folder, tools.",
      "Says what is wrong and what to do. Takes the same flags as serve."
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Prints one JSON document.")
  boolean json;

  private final Terminal terminal;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    ServerSettings settings =
        ConfigFlags.settings(ConfigFlags.effective(spec.commandLine().getParseResult(), terminal));
    List<Finding> findings =
        new Checkup(settings, Offers.declared().pipelines(), terminal.env()).findings();
    if (json) {
      terminal.out().println(new String(document(findings), StandardCharsets.UTF_8));
    } else {
      findings.forEach(this::print);
    }
    boolean bad = findings.stream().anyMatch(found -> found.grade() == Finding.Grade.BAD);
    return (bad ? ExitCode.UNWELL : ExitCode.DONE).status();
  }

  private void print(Finding found) {
    String word = "%-4s".formatted(found.grade().word());
    String shown = terminal.colour() ? colour(found.grade()) + word + "\u001b[0m" : word;
    terminal.out().printf("%s  %-11s  %s%n", shown, found.what(), found.detail());
  }

  private static String colour(Finding.Grade grade) {
    return switch (grade) {
      case OK -> "\u001b[32m";
      case WARN -> "\u001b[33m";
      case BAD -> "\u001b[31m";
    };
  }

  private static byte[] document(List<Finding> findings) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("findings");
          for (Finding found : findings) {
            json.writeStartObject();
            json.writeStringProperty("what", found.what());
            json.writeStringProperty("grade", found.grade().word());
            json.writeStringProperty("detail", found.detail());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
