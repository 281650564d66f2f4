package dev.penstock.topology;

/**
 * One thing that is wrong with polygons.
 *
 * @param x where it is: a vertex, or the point of a crossing rounded to the nearest number
 * @param part index of the polygon
 * @param ring index of the ring in its polygon, 0 for the shell
 * @param otherPart polygon of the second ring that takes part; the same again if there is none
 * @param otherRing the second ring in its polygon; the same again if there is none
 */
public record Defect(
    DefectKind kind, double x, double y, int part, int ring, int otherPart, int otherRing) {}
