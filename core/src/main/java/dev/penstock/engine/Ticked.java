package dev.penstock.engine;

/**
 * What a tick found to do.
 *
 * @param lapsed claims whose lease had run out
 * @param due delayed chunks that became ready
 */
public record Ticked(long lapsed, long due) {}
