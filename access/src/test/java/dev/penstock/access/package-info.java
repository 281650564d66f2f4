/** Tests of access. */
@NullMarked
package dev.penstock.access;

import org.jspecify.annotations.NullMarked;
