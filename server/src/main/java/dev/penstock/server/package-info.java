/** The program: command line, configuration, HTTP and the wiring of everything else. */
@NullMarked
package dev.penstock.server;

import org.jspecify.annotations.NullMarked;
