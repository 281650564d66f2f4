/** How log lines look and which of them are shown. */
@NullMarked
package dev.penstock.server.logging;

import org.jspecify.annotations.NullMarked;
