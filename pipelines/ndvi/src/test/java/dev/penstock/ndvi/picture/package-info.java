@NullMarked
package dev.penstock.ndvi.picture;

import org.jspecify.annotations.NullMarked;
