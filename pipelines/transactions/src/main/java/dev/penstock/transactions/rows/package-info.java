/**
 * Rows of a CSV: how a file is laid out, how a row becomes a transaction or a list of faults, and
 * how rows are packed, ordered and merged.
 */
@NullMarked
package dev.penstock.transactions.rows;

import org.jspecify.annotations.NullMarked;
