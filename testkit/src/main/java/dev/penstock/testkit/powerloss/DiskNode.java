package dev.penstock.testkit.powerloss;

import java.io.IOException;
import java.nio.file.Path;

/** A file or a folder on a {@link Disk}, under whatever names it has. */
sealed interface DiskNode permits DiskFile, DiskFolder {
  /** What was changed before this time is certain from now on. */
  void synced(long before);

  /** Writes what a loss of power leaves of it to a path that is free. */
  void leaveAt(Path path, Luck luck) throws IOException;
}
