/** How records are packed into bytes. */
@NullMarked
package dev.penstock.transactions.wire;

import org.jspecify.annotations.NullMarked;
