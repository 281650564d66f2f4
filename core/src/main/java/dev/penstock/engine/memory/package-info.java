/** The engine contract in plain memory: the oracle that other engines are compared with. */
@NullMarked
package dev.penstock.engine.memory;

import org.jspecify.annotations.NullMarked;
