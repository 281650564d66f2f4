/** The data plane: payloads and chunk results as immutable byte sequences in a store. */
@NullMarked
package dev.penstock.blob;

import org.jspecify.annotations.NullMarked;
