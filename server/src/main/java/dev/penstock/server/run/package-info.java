/** A whole job in one process: takes the input, runs it to its end, copies what it left. */
@NullMarked
package dev.penstock.server.run;

import org.jspecify.annotations.NullMarked;
