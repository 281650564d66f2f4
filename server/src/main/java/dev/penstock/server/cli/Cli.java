package dev.penstock.server.cli;

import dev.penstock.server.logging.Logging;
import dev.penstock.server.plant.PluginException;
import dev.penstock.server.terminal.Terminal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** All commands, and the one place where they end: with an exit status and at most two lines. */
public final class Cli {
  private final Terminal terminal;
  private final CommandLine commands;

  private Cli(Terminal terminal) {
    this.terminal = terminal;
    this.commands = commands(terminal);
  }

  public static Cli of(Terminal terminal) {
    return new Cli(terminal);
  }

  /** The commands of this process, with those of the plugins that its words name. */
  public static int main(Terminal terminal, String... args) {
    PluginsFlag.read(args);
    Cli cli;
    try {
      cli = of(terminal);
    } catch (PluginException e) {
      terminal.err().println("penstock: " + e.getMessage());
      return ExitCode.USAGE.status();
    }
    return cli.run(args);
  }

  /** Runs one command line and returns its exit status, whatever happens. */
  public int run(String... args) {
    try {
      return commands.execute(args);
    } catch (OutOfMemoryError e) {
      terminal
          .err()
          .println("penstock: The heap is too small. Give it more: PENSTOCK_JAVA_OPTS=-Xmx1g");
      return ExitCode.NO_MEMORY.status();
    }
  }

  /** The commands as picocli describes them; the docs are checked against this. */
  public CommandLine description() {
    return commands;
  }

  private static CommandLine commands(Terminal terminal) {
    var root = new CommandLine(new Root(terminal));
    root.addSubcommand(new DemoCommand(terminal));
    root.addSubcommand(ConfigFlags.on(new ServeCommand(terminal)));
    root.addSubcommand(PipelineCommands.run(terminal));
    root.addSubcommand(PipelineCommands.submit(terminal));
    root.addSubcommand(new JobsCommand(terminal));
    root.addSubcommand(new JobCommand(terminal));
    root.addSubcommand(new DeadLettersCommand(terminal));
    root.addSubcommand(new ReplayCommand(terminal));
    root.addSubcommand(new StagesCommand(terminal));
    root.addSubcommand(new TopCommand(terminal));
    root.addSubcommand(new PipelinesCommand(terminal));
    root.addSubcommand(new SchedulesCommand(terminal));
    root.addSubcommand(KeysCommand.of(terminal));
    root.addSubcommand(new BackupCommand(terminal));
    root.addSubcommand(new RestoreCommand(terminal));
    root.addSubcommand(ConfigFlags.on(new DoctorCommand(terminal)));
    root.addSubcommand(ConfigFlags.on(new ConfigCommand(terminal)));
    var complaints = new Complaints(terminal);
    return root.setOut(writer(terminal.out()))
        .setErr(writer(terminal.err()))
        .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(terminal.width(), 60, 100))
        .setUsageHelpAutoWidth(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(complaints)
        .setExecutionExceptionHandler(complaints)
        .setExecutionStrategy(Cli::execute);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static int execute(ParseResult parsed) {
    if (parsed.hasMatchedOption("--verbose") || deepest(parsed).hasMatchedOption("--verbose")) {
      Logging.verbose();
    }
    return new RunLast().execute(parsed);
  }

  private static ParseResult deepest(ParseResult parsed) {
    return parsed.hasSubcommand() ? deepest(parsed.subcommand()) : parsed;
  }

  /** {@code penstock} alone shows what there is. */
  @Command(
      name = "penstock",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description =
          "Runs heavy work in the background: durable, in stages, with every bad item reported.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {
        "",
        "Each command has a --help of its own. First steps: penstock demo",
        "In a checkout there is also ./penstock bench, which measures; see its --help."
      })
  static final class Root implements Runnable {
    private final Terminal terminal;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--verbose",
        scope = ScopeType.INHERIT,
        description = "Show debug lines, and the stack trace of an error.")
    boolean verbose;

    @Option(
        names = PluginsFlag.NAME,
        scope = ScopeType.INHERIT,
        paramLabel = "<folder>",
        description =
            "Folder with jars of pipelines of your own. Default: what PENSTOCK_PLUGINS names, else"
                + " plugins beside the launcher.")
    @Nullable String plugins;

    Root(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void run() {
      spec.commandLine().usage(terminal.out());
    }
  }
}
