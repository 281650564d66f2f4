package dev.penstock.geometry;

import dev.penstock.topology.Findings;

/** What is wrong with the polygons of one node of a geometry. */
record NodeFindings(int node, Findings findings) {}
