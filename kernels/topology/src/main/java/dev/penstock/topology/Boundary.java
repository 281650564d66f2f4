package dev.penstock.topology;

/**
 * The boundary of what polygons cover, as simple rings with the cover on one side only.
 *
 * @param xy positions of all rings
 * @param z their heights; empty when they have none
 * @param starts first position of each ring; at the end, the number of positions
 * @param isShell whether the cover is inside of a ring
 * @param rings how many there are
 * @param untouched how many of them are as they came
 * @param rung how much had to be changed for it
 * @param computed how many points were computed for it
 */
record Boundary(
    double[] xy,
    double[] z,
    int[] starts,
    boolean[] isShell,
    int rings,
    int untouched,
    Rung rung,
    int computed) {}
