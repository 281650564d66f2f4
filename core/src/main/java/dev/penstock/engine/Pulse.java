package dev.penstock.engine;

import java.time.Duration;

/** A sign of life of one claim: extends its lease, and tells how many items are through so far. */
public record Pulse(Claim claim, long items, Duration lease) {}
