/** Tests of a whole server. */
@NullMarked
package dev.penstock.server.run;

import org.jspecify.annotations.NullMarked;
