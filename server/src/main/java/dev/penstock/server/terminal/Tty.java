package dev.penstock.server.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operating system knows of the terminal. */
final class Tty {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

  private Tty() {}

  /**
   * Whether standard error is a terminal. Java itself can only tell for standard in and out
   * together, so where there is no {@code /proc} a shell is asked.
   */
  static boolean isStandardError() {
    try {
      String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return shellSaysSo();
    }
  }

  private static boolean shellSaysSo() {
    try {
      return new ProcessBuilder("sh", "-c", "test -t 2")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      // No shell here: plain lines are always right.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static OptionalInt width() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] answer = stty.getInputStream().readNBytes(64);
      Matcher size = SIZE.matcher(new String(answer, StandardCharsets.US_ASCII));
      return size.matches() && Integer.parseInt(size.group(2)) > 0
          ? OptionalInt.of(Integer.parseInt(size.group(2)))
          : OptionalInt.empty();
    } catch (IOException e) {
      // No stty here: the caller has a usual width.
      return OptionalInt.empty();
    }
  }
}
