package dev.penstock.engine;

import java.time.Duration;

/**
 * How one stage stands now, over all jobs.
 *
 * @param oldestReady age of the chunk that has been ready for the longest time; zero when none is.
 *     This, not the number of ready chunks, tells whether a stage keeps up.
 * @param dead dead letters kept
 */
public record StageGauge(
    String pipeline,
    String stage,
    long ready,
    long delayed,
    long running,
    long dead,
    Duration oldestReady) {}
