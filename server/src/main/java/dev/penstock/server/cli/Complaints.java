package dev.penstock.server.cli;

import dev.penstock.blob.StoreFullException;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.pipeline.Nearest;
import dev.penstock.server.plant.UnguardedException;
import dev.penstock.server.run.RefusedInputException;
import dev.penstock.server.terminal.Terminal;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a line or two what went wrong, and picks the exit status. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Terminal terminal;

  Complaints(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String what = e instanceof UnmatchedArgumentException extra ? unmatched(extra) : said(e);
    say(what);
    terminal.err().printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE.status();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    Complaint complaint =
        StopSignals.asked() ? new Complaint(ExitCode.INTERRUPTED, "Stopped.", e) : complaint(e);
    say(complaint.sentence());
    if (verbose(parsed)) {
      e.printStackTrace(terminal.err());
    }
    return complaint.code().status();
  }

  private void say(String what) {
    terminal.err().println("penstock: " + what);
  }

  private static boolean verbose(ParseResult parsed) {
    return parsed.hasMatchedOption("--verbose")
        || (parsed.hasSubcommand() && verbose(parsed.subcommand()));
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String word = e.getUnmatched().getFirst();
    CommandLine command = e.getCommandLine();
    boolean flag = word.startsWith("-");
    String bare = flag ? word.split("=", 2)[0] : word;
    List<String> known = flag ? flags(command) : new ArrayList<>(command.getSubcommands().keySet());
    String noun = flag ? "flag" : noun(command);
    Optional<String> near = Nearest.to(bare, known);
    String hint = near.map(name -> " Did you mean " + name + "?").orElse("");
    return known.isEmpty()
        ? "'%s' is one argument too many.".formatted(bare)
        : "There is no %s '%s'.%s".formatted(noun, bare, hint.isEmpty() ? all(known) : hint);
  }

  private static String noun(CommandLine command) {
    String name = command.getCommandName();
    return name.equals("run") || name.equals("submit") ? "pipeline" : "command";
  }

  private static String all(List<String> known) {
    return " There are: " + String.join(", ", known) + ".";
  }

  private static List<String> flags(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Arrays.stream(option.names()))
        .filter(name -> name.startsWith("--"))
        .toList();
  }

  private static Complaint complaint(Exception e) {
    return switch (e) {
      case Complaint complaint -> complaint;
      case RefusedInputException refused -> new Complaint(ExitCode.USAGE, said(refused));
      case EngineUnavailableException held ->
          new Complaint(
              ExitCode.UNREACHABLE,
              capital(said(held))
                  + (held.getCause() instanceof IOException
                      ? ". Stop that process, or use another folder with --data."
                      : "."));
      case StoreFullException full ->
          new Complaint(ExitCode.IO, "The disk is full: %s. Make room.".formatted(said(full)));
      case UnguardedException open -> new Complaint(ExitCode.USAGE, said(open) + ".");
      case BindException taken -> new Complaint(ExitCode.UNREACHABLE, said(taken) + ".");
      case IOException trouble -> new Complaint(ExitCode.IO, file(trouble));
      case InterruptedException _ -> new Complaint(ExitCode.INTERRUPTED, "Stopped.");
      default ->
          new Complaint(
              ExitCode.BUG,
              "This is a mistake in Penstock: %s: %s%nRun again with --verbose and report it."
                  .formatted(e.getClass().getSimpleName(), said(e)));
    };
  }

  private static String file(IOException e) {
    return switch (e) {
      case NoSuchFileException gone -> "There is no file '%s'.".formatted(gone.getFile());
      case AccessDeniedException denied ->
          "'%s' may not be read or written by this user.".formatted(denied.getFile());
      case NotDirectoryException file -> "'%s' is not a folder.".formatted(file.getFile());
      case FileSystemException trouble -> said(trouble);
      default -> capital(said(e));
    };
  }

  private static String said(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + sentence.substring(1);
  }
}
