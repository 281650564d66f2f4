package dev.penstock.server.cli;

import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.plant.Offers;
import dev.penstock.server.terminal.Table;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code pipelines}: what this program can do, and the inputs of each. */
@Command(
    name = "pipelines",
    mixinStandardHelpOptions = true,
    description = "Lists the pipelines with their stages and inputs.")
final class PipelinesCommand implements Runnable {
  @Option(names = "--json", description = "Prints one JSON document.")
  boolean json;

  private final Terminal terminal;

  PipelinesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (json) {
      byte[] document = Json.bytes(PipelinesCommand::write);
      terminal.out().println(new String(document, StandardCharsets.UTF_8));
    } else {
      Offers.declared().all().forEach(this::print);
    }
  }

  private void print(Offer offer) {
    String stages =
        offer.pipeline().stages().stream().map(StageSpec::name).collect(Collectors.joining(" → "));
    terminal.out().printf("%s  %s%n", offer.name(), offer.pipeline().summary());
    terminal.out().printf("  stages  %s%n%n", stages);
    var table = Table.of("  input", "default", "what it is");
    for (Input input : offer.pipeline().inputs().all()) {
      String fallback = input.fallback() == null ? "-" : input.fallback();
      table.row("  " + input.name(), fallback, input.help());
    }
    table.lines().forEach(terminal.out()::println);
  }

  private static void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("pipelines");
    for (Offer offer : Offers.declared().all()) {
      json.writeStartObject();
      json.writeStringProperty("id", offer.name());
      json.writeStringProperty("summary", offer.pipeline().summary());
      json.writeArrayPropertyStart("stages");
      offer.pipeline().stages().forEach(stage -> json.writeString(stage.name()));
      json.writeEndArray();
      json.writeArrayPropertyStart("inputs");
      offer.pipeline().inputs().all().forEach(input -> write(json, input));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Input input) {
    json.writeStartObject();
    json.writeStringProperty("name", input.name());
    json.writeStringProperty("type", input.kind().label());
    json.writeStringProperty("default", input.fallback());
    json.writeStringProperty("help", input.help());
    json.writeEndObject();
  }
}
