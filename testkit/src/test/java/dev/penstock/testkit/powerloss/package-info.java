/** Tests of the disk that loses its power. */
@NullMarked
package dev.penstock.testkit.powerloss;

import org.jspecify.annotations.NullMarked;
