/** Reads what was published of an account: pages of rows, balances, gains, disposals. */
@NullMarked
package dev.penstock.transactions.view;

import org.jspecify.annotations.NullMarked;
