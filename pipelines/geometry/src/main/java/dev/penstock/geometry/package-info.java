/** The geometry pipeline: split, refine, store, publish. */
@NullMarked
package dev.penstock.geometry;

import org.jspecify.annotations.NullMarked;
