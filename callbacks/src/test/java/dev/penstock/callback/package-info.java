/** Tests of callbacks. */
@NullMarked
package dev.penstock.callback;

import org.jspecify.annotations.NullMarked;
