/** Where prices come from: the port of sources, and the table that valuing reads. */
@NullMarked
package dev.penstock.transactions.price;

import org.jspecify.annotations.NullMarked;
