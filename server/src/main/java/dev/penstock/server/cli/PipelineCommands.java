package dev.penstock.server.cli;

import dev.penstock.ndvi.NdviPipeline;
import dev.penstock.pipeline.Input;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.plant.Offers;
import dev.penstock.server.terminal.Terminal;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code run} and {@code submit}: each has one subcommand a pipeline, with a flag for every input
 * that the pipeline declares.
 */
final class PipelineCommands {
  private PipelineCommands() {}

  static CommandLine run(Terminal terminal) {
    return group(new RunGroup(), offer -> new RunCommand(terminal, offer));
  }

  static CommandLine submit(Terminal terminal) {
    return group(new SubmitGroup(), offer -> new SubmitCommand(terminal, offer));
  }

  private static CommandLine group(Object group, Function<Offer, Object> command) {
    Catalog catalog = Offers.declared();
    var commands = new CommandLine(group);
    for (Offer offer : catalog.all()) {
      CommandSpec spec = CommandSpec.forAnnotatedObject(command.apply(offer));
      spec.name(offer.name());
      spec.usageMessage().description(offer.pipeline().summary()).abbreviateSynopsis(true);
      offer.pipeline().inputs().all().forEach(input -> spec.addOption(flag(input)));
      if (offer.name().equals(NdviPipeline.NAME)) {
        alsoAs(spec, "--farms");
      }
      commands.addSubcommand(offer.name(), spec);
    }
    return commands;
  }

  private static OptionSpec flag(Input input) {
    String fallback = input.fallback() == null ? "" : " Default: " + input.fallback() + ".";
    // The format characters of picocli, which a help line may hold by chance.
    String help = (sentence(input.help()) + fallback).replace("%", "%%");
    return OptionSpec.builder("--" + input.name())
        .type(String.class)
        .paramLabel("<" + input.kind().label() + ">")
        .description(help)
        .build();
  }

  /** The payload under a name of its own, as an option in the place of the first parameter. */
  private static void alsoAs(CommandSpec spec, String name) {
    PositionalParamSpec input = spec.positionalParameters().getFirst();
    spec.remove(input);
    spec.addPositional(PositionalParamSpec.builder(input).arity("0..1").build());
    spec.addOption(
        OptionSpec.builder(name)
            .type(String.class)
            .paramLabel("FILE")
            .description("The payload, as INPUT.")
            .setter(input.setter())
            .getter(input.getter())
            .scope(input.scope())
            .build());
  }

  private static String sentence(String help) {
    return help.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + help.substring(1) + ".";
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "Does a whole job in this process: no server, no network.",
      synopsisSubcommandLabel = "PIPELINE INPUT")
  static final class RunGroup extends Group {}

  @Command(
      name = "submit",
      mixinStandardHelpOptions = true,
      description = "Sends a payload to a running server.",
      synopsisSubcommandLabel = "PIPELINE INPUT")
  static final class SubmitGroup extends Group {}

  /** Without a pipeline there is nothing to do. */
  abstract static class Group implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw new ParameterException(
          spec.commandLine(),
          "Say which pipeline: " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
  }
}
