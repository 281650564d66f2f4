/** Farms over HTTP: kept, looked at, and what was seen of them. */
@NullMarked
package dev.penstock.server.farm;

import org.jspecify.annotations.NullMarked;
