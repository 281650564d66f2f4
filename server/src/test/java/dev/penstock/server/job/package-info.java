/** Tests of what is said about jobs. */
@NullMarked
package dev.penstock.server.job;

import org.jspecify.annotations.NullMarked;
