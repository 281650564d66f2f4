/** The HTTP server: its connector, its routes, its start and its stop. */
@NullMarked
package dev.penstock.server.http;

import org.jspecify.annotations.NullMarked;
