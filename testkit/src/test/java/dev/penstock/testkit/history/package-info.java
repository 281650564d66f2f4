/** The history checker on the memory engine. */
@NullMarked
package dev.penstock.testkit.history;

import org.jspecify.annotations.NullMarked;
