/** What a transaction is: exact amounts, what kinds there are, and the legs of double entry. */
@NullMarked
package dev.penstock.transactions.ledger;

import org.jspecify.annotations.NullMarked;
