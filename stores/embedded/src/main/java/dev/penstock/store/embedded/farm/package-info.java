/** Farms, what was seen of them, and their states, in one SQLite file. */
@NullMarked
package dev.penstock.store.embedded.farm;

import org.jspecify.annotations.NullMarked;
