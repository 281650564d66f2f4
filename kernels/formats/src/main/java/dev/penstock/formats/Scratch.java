package dev.penstock.formats;

import java.io.IOException;
import java.nio.file.Path;

/** Where formats keep what they cannot write in order. Whoever makes one deletes its files. */
@FunctionalInterface
public interface Scratch {
  /** An empty file of its own. */
  Path file() throws IOException;
}
