/** Joins features by place with those of a published collection. */
@NullMarked
package dev.penstock.geometry.join;

import org.jspecify.annotations.NullMarked;
