package dev.penstock.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The process itself, under the names that dashboards everywhere know. */
public final class ProcessMetrics {
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE = 4096;

  private ProcessMetrics() {}

  public static void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("jvm_memory_heap_used_bytes")
        .help("Heap in use.")
        .callback(
            callback ->
                callback.call(
                    (double) ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()))
        .register(registry);
    CounterWithCallback.builder()
        .name("process_cpu_seconds_total")
        .help("CPU time of the process.")
        .callback(
            callback ->
                ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .ifPresent(time -> callback.call(time.toNanos() * 1e-9)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("process_resident_memory_bytes")
        .help("Resident memory of the process.")
        .callback(callback -> residentBytes().ifPresent(callback::call))
        .register(registry);
    GaugeWithCallback.builder()
        .name("process_start_time_seconds")
        .help("When the process started, since the epoch.")
        .callback(
            callback -> callback.call(ManagementFactory.getRuntimeMXBean().getStartTime() * 1e-3))
        .register(registry);
  }

  /** Only where the system tells it as Linux does. */
  static OptionalLong residentBytes() {
    try {
      String[] pages = Files.readString(STATM).split(" ", 3);
      return OptionalLong.of(Long.parseLong(pages[1]) * PAGE);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
