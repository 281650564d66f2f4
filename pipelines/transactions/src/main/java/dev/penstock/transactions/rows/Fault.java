package dev.penstock.transactions.rows;

/**
 * What is wrong with a field of a row.
 *
 * @param column as the file calls it
 * @param code stable, for example {@code row.amount_unreadable}
 * @param value as the file has it
 * @param message one sentence
 */
public record Fault(String column, String code, String value, String message) {}
