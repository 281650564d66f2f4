/** The geometry pipeline end to end: real engine, real files, real GeoPackages. */
@NullMarked
package dev.penstock.server.geometry;

import org.jspecify.annotations.NullMarked;
