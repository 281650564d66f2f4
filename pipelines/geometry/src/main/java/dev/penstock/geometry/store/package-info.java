/** The port through which the geometry pipeline writes features and the server reads them. */
@NullMarked
package dev.penstock.geometry.store;

import org.jspecify.annotations.NullMarked;
