/** Tests of a whole server. */
@NullMarked
package dev.penstock.server.plant;

import org.jspecify.annotations.NullMarked;
