/** Tests of the way out. */
@NullMarked
package dev.penstock.egress;

import org.jspecify.annotations.NullMarked;
