/** The SQLite engine and the file blob store under loss of power; only their public API is used. */
@NullMarked
package dev.penstock.engine.sqlite.powerloss;

import org.jspecify.annotations.NullMarked;
