/** What measured times come to, and what they were measured on. */
@NullMarked
package dev.penstock.bench.measure;

import org.jspecify.annotations.NullMarked;
