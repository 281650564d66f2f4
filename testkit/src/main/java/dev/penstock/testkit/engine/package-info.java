/** What every engine promises, as tests: extend {@code EngineContract} in the engine's module. */
@NullMarked
package dev.penstock.testkit.engine;

import org.jspecify.annotations.NullMarked;
