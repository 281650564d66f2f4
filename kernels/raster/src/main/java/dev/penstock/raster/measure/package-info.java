/**
 * What a scene shows within a polygon: how much of each pixel lies in it, which pixels count, and
 * what an index of the bands comes to over them. Polygons are placed by their vertices and along
 * their edges; parts of pixels are computed, not sampled.
 */
@NullMarked
package dev.penstock.raster.measure;

import org.jspecify.annotations.NullMarked;
