/** How OGC APIs link and are asked for formats: shared by processes and features. */
@NullMarked
package dev.penstock.server.link;

import org.jspecify.annotations.NullMarked;
