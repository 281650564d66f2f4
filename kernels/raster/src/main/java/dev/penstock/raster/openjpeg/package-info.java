/**
 * OpenJPEG, called through the foreign function interface where the system has it. Its memory is
 * not ours to guard, so it is meant to run in a process of its own.
 */
@NullMarked
package dev.penstock.raster.openjpeg;

import org.jspecify.annotations.NullMarked;
