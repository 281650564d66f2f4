package dev.penstock.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A store whose blobs are files of this machine, so that a process without the store can read them
 * too. Thread-safe.
 */
public interface LocalBlobs {
  /** Where a published blob lies; only to be read, and only through {@link #open}. */
  Path file(BlobRef blob);

  /**
   * Reads a range of a blob's file, with the checks of the store that it belongs to.
   *
   * @throws BlobMissingException when there is no such file or it is shorter than its reference
   *     says
   */
  static InputStream open(Path file, BlobRef blob, long offset, long length) throws IOException {
    return BlobInput.open(file, blob, offset, length);
  }
}
