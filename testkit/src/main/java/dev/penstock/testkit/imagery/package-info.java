/** Satellite scenes made up for tests, and a server that serves them, well or badly. */
@NullMarked
package dev.penstock.testkit.imagery;

import org.jspecify.annotations.NullMarked;
