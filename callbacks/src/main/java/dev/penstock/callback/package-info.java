/**
 * Tells others how jobs ended: who is told what, how it is signed, when it is tried again. Each
 * delivery is a chunk of the {@code callbacks} pipeline.
 */
@NullMarked
package dev.penstock.callback;

import org.jspecify.annotations.NullMarked;
