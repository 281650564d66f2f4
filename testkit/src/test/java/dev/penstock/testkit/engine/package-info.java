/** Runs the contract on the memory engine. */
@NullMarked
package dev.penstock.testkit.engine;

import org.jspecify.annotations.NullMarked;
