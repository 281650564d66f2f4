package dev.penstock.schedule;

import java.time.Instant;

/** As much of a schedule as tells when to look at it. */
public record Dial(ScheduleKey key, Timing timing, Instant through) {}
