package dev.penstock.server.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory that this process ever held. */
public final class PeakMemory {
  private static final Pattern HIGH_WATER = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private PeakMemory() {}

  /**
   * In bytes: resident memory as Linux counts it; elsewhere the sum of the JVM's pools, which is
   * less than the whole.
   */
  public static long bytes() {
    try {
      Matcher line = HIGH_WATER.matcher(Files.readString(Path.of("/proc/self/status")));
      if (line.find()) {
        return Long.parseLong(line.group(1)) * 1024;
      }
    } catch (IOException e) {
      return ofPools();
    }
    return ofPools();
  }

  private static long ofPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
