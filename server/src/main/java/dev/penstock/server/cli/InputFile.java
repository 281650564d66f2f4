package dev.penstock.server.cli;

import dev.penstock.server.run.Ask;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The INPUT of a command: a file, or {@code -} for standard input. */
record InputFile(String text, InputStream standardIn) implements Ask.Source {
  boolean isStandardIn() {
    return text.equals("-");
  }

  /** What people call it: the file's own name. */
  String name() {
    Path file = Path.of(text).getFileName();
    return isStandardIn() || file == null ? "" : file.toString();
  }

  /** Refuses what cannot be read before anything else is begun. */
  InputFile check() {
    if (text.isEmpty()) {
      throw new Complaint(ExitCode.USAGE, "Missing required parameter: 'INPUT', the payload.");
    }
    Path file = Path.of(text);
    if (!isStandardIn() && !Files.exists(file)) {
      throw new Complaint(ExitCode.USAGE, "There is no file '%s'.".formatted(text));
    }
    if (!isStandardIn() && Files.isDirectory(file)) {
      throw new Complaint(ExitCode.USAGE, "'%s' is a folder; give a file.".formatted(text));
    }
    return this;
  }

  @Override
  public InputStream open() throws IOException {
    return isStandardIn() ? unclosed(standardIn) : Files.newInputStream(Path.of(text));
  }

  @Override
  public OptionalLong length() throws IOException {
    Path file = Path.of(text);
    return !isStandardIn() && Files.isRegularFile(file)
        ? OptionalLong.of(Files.size(file))
        : OptionalLong.empty();
  }

  private static InputStream unclosed(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {
        // Standard input is not ours to close.
      }
    };
  }
}
