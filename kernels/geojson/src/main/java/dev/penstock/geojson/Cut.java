package dev.penstock.geojson;

/**
 * What {@link FeatureCutter#next} found: an item, or the end. After {@link CutFailure} or {@link
 * CutEnd} every further call answers the same again.
 */
public sealed interface Cut permits FeatureSpan, Oversized, CutFailure, CutEnd {}
