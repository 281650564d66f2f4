/** Scenes: how they are found, chosen and opened. */
@NullMarked
package dev.penstock.ndvi.scene;

import org.jspecify.annotations.NullMarked;
