/**
 * Finds scenes in STAC catalogues, those that can be searched and those that are only files, and
 * says what their bands mean. Catalogues are outside data: paging, sizes and addresses are held
 * within limits.
 */
@NullMarked
package dev.penstock.stac;

import org.jspecify.annotations.NullMarked;
