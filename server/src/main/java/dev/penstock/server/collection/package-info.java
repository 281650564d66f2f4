/** Published features over HTTP, as GeoJSON. */
@NullMarked
package dev.penstock.server.collection;

import org.jspecify.annotations.NullMarked;
