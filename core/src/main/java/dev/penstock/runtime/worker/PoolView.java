package dev.penstock.runtime.worker;

import java.util.Map;

/**
 * How a stage's workers are at a moment.
 *
 * @param size the most that there may be
 * @param alive how many there are
 * @param memory bytes that they hold together, 0 where the system does not say
 * @param started since the host began
 * @param recycled replaced because they had run their share of chunks or had grown
 * @param deaths of those that ended by themselves or had to be ended, by kind: {@code crashed},
 *     {@code out_of_memory}, {@code stack_overflow}, {@code deadline}, {@code silent}, {@code
 *     protocol}, each of which has cost a chunk an attempt; {@code not_started}; {@code stopped}
 *     and {@code idle}, which cost none
 */
public record PoolView(
    String pipeline,
    String stage,
    int size,
    int alive,
    long memory,
    long started,
    long recycled,
    Map<String, Long> deaths) {
  public PoolView {
    deaths = Map.copyOf(deaths);
  }

  /** Deaths of every kind. */
  public long died() {
    return deaths.values().stream().mapToLong(Long::longValue).sum();
  }
}
