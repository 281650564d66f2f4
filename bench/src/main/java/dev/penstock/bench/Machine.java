package dev.penstock.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the figures were measured on, and what a process used. Reads Linux's /proc. */
final class Machine {
  private static final long TICKS_A_SECOND = 100;

  private Machine() {}

  static String describe() {
    return "%d cores, Java %s, load %.2f"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** User and system time of a process so far. */
  static Duration cpu(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The name stands in brackets and may hold spaces; the fields are counted from behind it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND);
  }

  /** Memory of a process in MB: {@code VmRSS} now, {@code VmHWM} at its peak. */
  static long megabytes(long pid, String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("\\D+", "")) / 1024;
      }
    }
    return 0;
  }

  /** Makes the peak start again from now. */
  static void resetPeak(long pid) throws IOException {
    Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
  }
}
