/** A client of a running server's HTTP API. */
@NullMarked
package dev.penstock.client;

import org.jspecify.annotations.NullMarked;
