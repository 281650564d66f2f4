package dev.penstock.server.terminal;

import java.util.OptionalDouble;

/**
 * Where something stands.
 *
 * @param what goes on, in one or two words
 * @param share of it that is done, from 0 to 1; empty while nobody knows how much there is
 * @param facts numbers for a person: counts, rates, the time left
 */
public record Moment(String what, OptionalDouble share, String facts) {}
