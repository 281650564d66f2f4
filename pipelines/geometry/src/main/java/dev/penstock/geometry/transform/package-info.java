/** What may be done to a geometry on its way: one small class each, behind one interface. */
@NullMarked
package dev.penstock.geometry.transform;

import org.jspecify.annotations.NullMarked;
