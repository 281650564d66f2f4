/** What the server tells Prometheus. */
@NullMarked
package dev.penstock.server.metrics;

import org.jspecify.annotations.NullMarked;
