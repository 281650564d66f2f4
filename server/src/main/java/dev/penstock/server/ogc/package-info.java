/** The same jobs and collections in the words of OGC API - Processes and OGC API - Features. */
@NullMarked
package dev.penstock.server.ogc;

import org.jspecify.annotations.NullMarked;
