/** Looks at the whole ledger: transfers between own wallets, and what does not add up. */
@NullMarked
package dev.penstock.transactions.reconcile;

import org.jspecify.annotations.NullMarked;
