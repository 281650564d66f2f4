/**
 * What goes over the pipe between a host and its worker processes: frames of a JSON header and raw
 * bytes, and a page of shared memory beside them. {@code docs/worker-protocol.md} is its
 * specification.
 */
@NullMarked
package dev.penstock.runtime.wire;

import org.jspecify.annotations.NullMarked;
