package dev.penstock.server.cli;

/** What the exit status of a command says. Listed for users in {@code docs/cli.md}. */
public enum ExitCode {
  DONE(0, "It worked. A job may still have rejects: see `--fail-on-rejects`."),
  BUG(1, "Penstock made a mistake. Run again with `--verbose` and report what it says."),
  USAGE(2, "A flag, an input or a payload cannot be used; the message names the nearest good one."),
  JOB_FAILED(3, "The job ended without a result: failed or dismissed."),
  PARTIAL(4, "`--fail-on-rejects` was given, and the job has rejects or dead items."),
  UNREACHABLE(
      5,
      "No server answers, it takes nothing now, or another process holds the data folder or port."),
  IO(6, "A file cannot be read or written, or the disk is full."),
  UNWELL(7, "`doctor` found something that has to be put right."),
  NO_MEMORY(
      8,
      "The heap was too small, for the command or for some chunks of its job;"
          + " `PENSTOCK_JAVA_OPTS=-Xmx1g` gives it more."),
  NO_JDK(69, "The launcher found no JDK 25 or newer, or no Maven to build with."),
  NO_BUILD(70, "The launcher could not build Penstock; its message names the log."),
  INTERRUPTED(130, "Stopped by Ctrl-C or SIGTERM before it was done.");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  public int status() {
    return status;
  }

  /** One sentence, in Markdown. */
  public String meaning() {
    return meaning;
  }
}
