/** Back-ups of the data folder of a running server. */
@NullMarked
package dev.penstock.server.backup;

import org.jspecify.annotations.NullMarked;
