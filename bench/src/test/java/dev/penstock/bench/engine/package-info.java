/** Tests of the engine benchmark itself. */
@NullMarked
package dev.penstock.bench.engine;

import org.jspecify.annotations.NullMarked;
