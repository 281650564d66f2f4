/** Measures the engines, beside other people's job runners in the same run. */
@NullMarked
package dev.penstock.bench.engine;

import org.jspecify.annotations.NullMarked;
