/**
 * What this process sees of the work that passes through it: the last hour of every stage, and the
 * chunks of the jobs it works on. Kept in memory, bounded, gone with the process.
 */
@NullMarked
package dev.penstock.server.watch;

import org.jspecify.annotations.NullMarked;
