/** Accounts of transactions: imports in; pages, balances, gains, disposals and issues out. */
@NullMarked
package dev.penstock.server.account;

import org.jspecify.annotations.NullMarked;
