package dev.penstock.geojson;

/**
 * A broken rule as the readers tell it.
 *
 * @param at index into the buffer
 */
record Finding(Rule rule, String message, int at, String path) {}
