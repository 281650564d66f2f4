package dev.penstock.access;

import java.time.Instant;

/**
 * Who did what.
 *
 * @param key id of the key; empty where none is asked for
 * @param action method and route, as the API's table has them
 * @param target the path as it was called
 * @param status what it was answered
 */
public record AuditLine(
    Instant at, String tenant, String key, String action, String target, int status) {}
