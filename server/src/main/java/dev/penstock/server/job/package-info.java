/** Jobs over HTTP: lists, pictures, timelines, rejects, results, and ending them. */
@NullMarked
package dev.penstock.server.job;

import org.jspecify.annotations.NullMarked;
