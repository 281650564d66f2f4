/** Tests of the SQLite engine: the contract, and what only an engine on a disk has to show. */
@NullMarked
package dev.penstock.engine.sqlite;

import org.jspecify.annotations.NullMarked;
