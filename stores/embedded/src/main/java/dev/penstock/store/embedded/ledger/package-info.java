/** Ledgers of transactions in one SQLite file: blocks, generations, prices, decisions. */
@NullMarked
package dev.penstock.store.embedded.ledger;

import org.jspecify.annotations.NullMarked;
