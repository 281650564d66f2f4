/** Stores that need nothing installed: features as GeoPackage files below a SQLite catalog. */
@NullMarked
package dev.penstock.store.embedded;

import org.jspecify.annotations.NullMarked;
