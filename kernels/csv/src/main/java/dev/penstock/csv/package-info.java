/**
 * CSV as bytes: what a file's encoding, delimiter, quote and header are, where its rows begin, and
 * where in each row its fields lie. Depends on nothing of ours.
 */
@NullMarked
package dev.penstock.csv;

import org.jspecify.annotations.NullMarked;
