/**
 * The control plane's contract: six atomic verbs that move jobs and chunks, and the reads on them.
 */
@NullMarked
package dev.penstock.engine;

import org.jspecify.annotations.NullMarked;
