/**
 * What real processes make of an engine: workers that are killed, stopped and given wrong clocks,
 * and a check of what they left behind.
 */
@NullMarked
package dev.penstock.testkit.history;

import org.jspecify.annotations.NullMarked;
