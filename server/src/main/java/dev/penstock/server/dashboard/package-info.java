/** The pages for people with a browser: files of the class path, and how they are served. */
@NullMarked
package dev.penstock.server.dashboard;

import org.jspecify.annotations.NullMarked;
