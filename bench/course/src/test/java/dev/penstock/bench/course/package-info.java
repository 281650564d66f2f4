/** Tests of the course. */
@NullMarked
package dev.penstock.bench.course;

import org.jspecify.annotations.NullMarked;
