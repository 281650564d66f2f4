/** Tests of what a process sees of its own work. */
@org.jspecify.annotations.NullMarked
package dev.penstock.server.watch;
