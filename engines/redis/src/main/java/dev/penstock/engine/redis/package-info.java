/** The engine contract on Redis: each verb is one function that runs inside Redis. */
@NullMarked
package dev.penstock.engine.redis;

import org.jspecify.annotations.NullMarked;
