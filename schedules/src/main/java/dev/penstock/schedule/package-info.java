/**
 * Schedules: a cron text in a time zone names slots, each slot is submitted once. The book that
 * keeps them is a port.
 */
@NullMarked
package dev.penstock.schedule;

import org.jspecify.annotations.NullMarked;
