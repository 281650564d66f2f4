package dev.penstock.callback;

import java.time.Duration;
import java.time.Instant;

/**
 * One attempt at a delivery.
 *
 * @param status of the answer; 0: there was none
 * @param said how the answer began, or why there was none
 */
public record Attempt(Instant at, int status, Duration took, String said) {}
