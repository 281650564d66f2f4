/** Settings: declared once, read from file, environment and flags, checked at start. */
@NullMarked
package dev.penstock.server.config;

import org.jspecify.annotations.NullMarked;
