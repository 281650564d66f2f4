/** The engine contract on one SQLite file: one writer, group commit, durable through power loss. */
@NullMarked
package dev.penstock.engine.sqlite;

import org.jspecify.annotations.NullMarked;
