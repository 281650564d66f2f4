/**
 * Finds every defect of polygons by kind and place, and repairs them, from flat arrays and fast.
 */
@NullMarked
package dev.penstock.topology;

import org.jspecify.annotations.NullMarked;
