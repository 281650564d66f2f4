/** Measures Penstock end to end, beside what it replaces. */
@NullMarked
package dev.penstock.bench;

import org.jspecify.annotations.NullMarked;
