/** The same course for every system that runs jobs: ours, and those it is compared with. */
@NullMarked
package dev.penstock.bench.course;

import org.jspecify.annotations.NullMarked;
