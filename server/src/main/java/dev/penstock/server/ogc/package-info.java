/**
 * OGC API - Features, Part 1 (Core, GeoJSON, OpenAPI 3.0) and Part 2 (CRS), on published features;
 * OGC API - Processes (1.0 and the fields of the draft of 2.0) on pipelines and jobs.
 */
@NullMarked
package dev.penstock.server.ogc;

import org.jspecify.annotations.NullMarked;
