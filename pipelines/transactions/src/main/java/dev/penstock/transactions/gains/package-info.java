/** What transactions are worth, what they do to pools, and what gains and income come to. */
@NullMarked
package dev.penstock.transactions.gains;

import org.jspecify.annotations.NullMarked;
