/** The HTTP side of schedules and backfills. */
@NullMarked
package dev.penstock.server.schedule;

import org.jspecify.annotations.NullMarked;
