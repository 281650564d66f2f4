@NullMarked
package dev.penstock.stac;

import org.jspecify.annotations.NullMarked;
