package dev.penstock.geometry.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * All that a job has published so far, in the order of its payload. Later publications do not
 * change it. Used by one thread.
 */
public interface PublishedRows {
  Srs srs();

  long features();

  /** Bytes of the largest row, geometry and properties together. */
  long heaviest();

  /** Starts at the first row; may be called again. */
  Cursor open() throws IOException;

  /**
   * An empty file for what a reader cannot keep in memory. The reader deletes it; what a killed
   * process left goes when the store is opened again.
   */
  Path scratch() throws IOException;

  /** Rows one by one. */
  interface Cursor extends FeatureBatch.Rows, Closeable {}
}
