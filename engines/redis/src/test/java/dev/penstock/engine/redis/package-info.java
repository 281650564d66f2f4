/** Tests of the Redis engine, on a real Redis. */
@NullMarked
package dev.penstock.engine.redis;

import org.jspecify.annotations.NullMarked;
