/** Runs chunks in worker processes, and survives whatever they do to themselves. */
@NullMarked
package dev.penstock.runtime.worker;

import org.jspecify.annotations.NullMarked;
