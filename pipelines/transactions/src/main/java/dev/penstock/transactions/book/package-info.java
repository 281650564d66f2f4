/**
 * What is published of an account beside its rows: marks of rows, events and matches of pools,
 * issues, income, sums. Each has a form in bytes, in which it lies in the store.
 */
@NullMarked
package dev.penstock.transactions.book;

import org.jspecify.annotations.NullMarked;
