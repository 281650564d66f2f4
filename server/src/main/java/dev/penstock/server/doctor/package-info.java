/** Looks at the machine: whether Penstock can work well on it, and what to do where it cannot. */
@NullMarked
package dev.penstock.server.doctor;

import org.jspecify.annotations.NullMarked;
