/** Runs pipelines on an engine: dispatches chunks, keeps leases, ticks, and cleans up. */
@NullMarked
package dev.penstock.runtime;

import org.jspecify.annotations.NullMarked;
