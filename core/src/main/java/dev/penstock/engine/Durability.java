package dev.penstock.engine;

import java.util.Locale;

/** What an acknowledged change survives. */
public enum Durability {
  /** Loss of power: it is on the disk. */
  POWER,
  /** A crash of the process, not of the machine. */
  PROCESS,
  /** Nothing: it lives in this process. */
  NONE;

  /** As {@code /health/ready} and the 202 write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
