/** Redis streams in front of the server and behind it: entries become jobs, ends are published. */
@NullMarked
package dev.penstock.server.stream;

import org.jspecify.annotations.NullMarked;
