package dev.penstock.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a job's timeline.
 *
 * @param seq counts from 1 within the job; go on with {@code after = seq}
 * @param anomaly not part of a smooth run
 * @param stage concerned, where there is one
 */
public record EventView(
    long seq, Instant at, String kind, boolean anomaly, @Nullable String stage, String text) {}
