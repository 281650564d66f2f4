/** Tests of schedules. */
@NullMarked
package dev.penstock.schedule;

import org.jspecify.annotations.NullMarked;
