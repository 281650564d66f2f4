/** Whether the server lives, and whether it can take work. */
@NullMarked
package dev.penstock.server.health;

import org.jspecify.annotations.NullMarked;
