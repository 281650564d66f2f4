package dev.penstock.schedule;

import java.time.ZoneId;

/**
 * When a schedule runs; {@link Slots} says which moments that are.
 *
 * @param cron minute, hour, day of month, month, day of week; or a nickname such as {@code @daily}
 * @param zone whose clock on the wall the cron text speaks of
 */
public record Timing(String cron, ZoneId zone) {}
