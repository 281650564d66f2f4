/** Stages and gates as operators see and move them: lag, pause, limits. */
@NullMarked
package dev.penstock.server.gate;

import org.jspecify.annotations.NullMarked;
