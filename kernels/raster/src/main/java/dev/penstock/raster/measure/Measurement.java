package dev.penstock.raster.measure;

import java.util.Optional;

/**
 * What a field measures in a scene.
 *
 * @param shares what became of its area
 * @param coverage share of the valid area whose index reaches the threshold; empty if nothing is
 *     valid
 * @param statistics of the index over the valid area; empty if nothing is valid
 */
public record Measurement(
    Shares shares, Optional<Double> coverage, Optional<Statistics> statistics) {

  /**
   * Shares of a polygon's area, from 0 to 1. The first four make 1.
   *
   * @param valid measured
   * @param clouded hidden by clouds or their shadow
   * @param nothing in the scene, but without a value
   * @param outside beyond the scene
   * @param floored of the valid, those with a reflectance that was lifted to its floor
   */
  public record Shares(
      double valid, double clouded, double nothing, double outside, double floored) {}
}
