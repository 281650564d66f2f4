/** The ndvi pipeline: farms and satellite scenes in, observations and states out. */
@NullMarked
package dev.penstock.ndvi;

import org.jspecify.annotations.NullMarked;
