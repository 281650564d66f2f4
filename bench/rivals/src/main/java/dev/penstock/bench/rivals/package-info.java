/** Other people's job runners on the course. */
@NullMarked
package dev.penstock.bench.rivals;

import org.jspecify.annotations.NullMarked;
