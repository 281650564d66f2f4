package dev.penstock.schedule;

import dev.penstock.job.Problem;
import java.time.Instant;

/**
 * Why a schedule does not get on.
 *
 * @param since when it began
 */
public record Trouble(Problem problem, Instant since) {}
