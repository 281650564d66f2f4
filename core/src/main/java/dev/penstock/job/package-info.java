/** What the world sees of Penstock: jobs, their states, counts, timeline, rejects and problems. */
@NullMarked
package dev.penstock.job;

import org.jspecify.annotations.NullMarked;
