@NullMarked
package dev.penstock.ndvi;

import org.jspecify.annotations.NullMarked;
