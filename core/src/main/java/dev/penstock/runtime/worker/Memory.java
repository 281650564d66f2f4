package dev.penstock.runtime.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process holds in memory, where the system has {@code /proc}. */
final class Memory {
  private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

  private Memory() {}

  /** Bytes; 0 where nobody says. */
  static long resident(long pid) {
    try {
      Matcher line = RSS.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
      return line.find() ? Long.parseLong(line.group(1)) << 10 : 0;
    } catch (IOException e) {
      // No /proc, or no such process any more.
      return 0;
    }
  }
}
