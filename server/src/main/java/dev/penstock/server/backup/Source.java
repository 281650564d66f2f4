package dev.penstock.server.backup;

import java.io.IOException;
import java.nio.file.Path;

/** What is backed up. */
@FunctionalInterface
public interface Source {
  /** Makes a data folder of {@code target}, which is there and empty; on the disk on return. */
  void copyTo(Path target) throws IOException;
}
