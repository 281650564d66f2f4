package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.Srs;

/**
 * A part that nobody writes to any more.
 *
 * @param fence of the attempt that sealed it
 */
record SealedPart(PartName name, long fence, long features, Bounds bounds, Srs srs) {}
