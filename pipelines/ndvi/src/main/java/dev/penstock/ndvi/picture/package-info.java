/** Small pictures of fields: what is kept of them, colours, PNG. */
@NullMarked
package dev.penstock.ndvi.picture;

import org.jspecify.annotations.NullMarked;
