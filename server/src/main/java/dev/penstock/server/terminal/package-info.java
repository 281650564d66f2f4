/** The terminal that a command talks to: its streams, its width, progress and tables on it. */
@NullMarked
package dev.penstock.server.terminal;

import org.jspecify.annotations.NullMarked;
