@NullMarked
package dev.penstock.ndvi.store;

import org.jspecify.annotations.NullMarked;
