package dev.penstock.bench.engine;

import java.time.Duration;

/**
 * One part of what a process measured.
 *
 * @param cpu of the process, of all that it started, and of the server that it used
 */
record Phase(String name, Duration wall, Duration cpu) {
  /** What is told beside a figure. */
  String cost() {
    return "%.1f CPU s in %.1f s".formatted(cpu.toMillis() / 1e3, wall.toMillis() / 1e3);
  }
}
