/** The transactions pipeline: its table, its inputs, its stages. */
@NullMarked
package dev.penstock.transactions;

import org.jspecify.annotations.NullMarked;
