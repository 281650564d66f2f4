package dev.penstock.bench.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** What the figures were measured on, and what a process used. Reads Linux's /proc. */
public final class Machine {
  private static final long TICKS_A_SECOND = 100;

  private Machine() {}

  public static String describe() {
    return "%d cores, Java %s, load %.2f"
        .formatted(Runtime.getRuntime().availableProcessors(), Runtime.version(), load());
  }

  /** How many threads ran or wanted to, on average over the last minute. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** User and system time of a process so far. */
  public static Duration cpu(long pid) throws IOException {
    return ticks(pid, 2);
  }

  /** The same with all processes that it started, also those that have ended. */
  public static Duration cpuOfTree(long pid) throws IOException {
    Duration sum = ticks(pid, 4);
    for (ProcessHandle child :
        ProcessHandle.of(pid).stream().flatMap(p -> p.descendants()).toList()) {
      try {
        sum = sum.plus(ticks(child.pid(), 4));
      } catch (NoSuchFileException e) {
        // It has ended since: its time is in the next reading of its parent.
      }
    }
    return sum;
  }

  /** The first of: user, system, user of ended children, system of ended children. */
  private static Duration ticks(long pid, int fields) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The name stands in brackets and may hold spaces; the fields are counted from behind it.
    String[] all = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = 11; i < 11 + fields; i++) {
      ticks += Long.parseLong(all[i]);
    }
    return Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND);
  }

  /** Memory of a process in MB: {@code VmRSS} now, {@code VmHWM} at its peak. */
  public static long megabytes(long pid, String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("\\D+", "")) / 1024;
      }
    }
    return 0;
  }

  /** Makes the peak start again from now. */
  public static void resetPeak(long pid) throws IOException {
    Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
  }
}
