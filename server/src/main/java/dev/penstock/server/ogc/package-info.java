/**
 * OGC API - Features, Part 1 (Core, GeoJSON, OpenAPI 3.0) and Part 2 (CRS), on published features.
 */
@NullMarked
package dev.penstock.server.ogc;

import org.jspecify.annotations.NullMarked;
