/** Chunks that gave up, over all jobs: found, grouped, looked at, edited and tried again. */
@NullMarked
package dev.penstock.server.deadletter;

import org.jspecify.annotations.NullMarked;
