/** The API over real sockets. */
@NullMarked
package dev.penstock.server.http;

import org.jspecify.annotations.NullMarked;
