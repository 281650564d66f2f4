/**
 * Which acquisitions a disposal uses, and what they cost. Pure: events of one asset in, matches and
 * what is left out. Costs are conserved: what lots received is what disposals used and what is
 * left.
 */
@NullMarked
package dev.penstock.transactions.lots;

import org.jspecify.annotations.NullMarked;
