package dev.penstock.runtime.worker;

/**
 * How a stage's workers are at a moment.
 *
 * @param size the most that there may be
 * @param alive how many there are
 * @param started since the host began
 * @param died by themselves, or ended over a chunk; each has cost a chunk an attempt, unless it was
 *     idle
 * @param recycled replaced because they had run their share of chunks or had grown
 * @param memory bytes that they hold together, 0 where the system does not say
 */
public record PoolView(
    String pipeline,
    String stage,
    int size,
    int alive,
    long started,
    long died,
    long recycled,
    long memory) {}
