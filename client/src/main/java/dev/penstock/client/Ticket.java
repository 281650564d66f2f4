package dev.penstock.client;

/**
 * What a submission came to.
 *
 * @param id of the job
 * @param replayed whether the job is that of an earlier, equal request with the same key
 */
public record Ticket(String id, String status, boolean replayed) {}
