/** The command line: one class a command, and what they share. */
@NullMarked
package dev.penstock.server.cli;

import org.jspecify.annotations.NullMarked;
