/** What the author of a pipeline writes: inputs, stages, and how a chunk ended. */
@NullMarked
package dev.penstock.pipeline;

import org.jspecify.annotations.NullMarked;
