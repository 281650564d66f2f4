/** The demo: a real file through a real server, and what came of it. */
@NullMarked
package dev.penstock.server.demo;

import org.jspecify.annotations.NullMarked;
