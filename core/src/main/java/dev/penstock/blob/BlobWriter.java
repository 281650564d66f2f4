package dev.penstock.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A blob being written. Nobody sees it until {@link #publish}; closing it before leaves no trace.
 * Written by one thread.
 */
public interface BlobWriter extends WritableByteChannel {
  /**
   * Takes all remaining bytes. Bytes written a while ago are already on their way to the disk, so
   * that {@link #publish} waits only for the last slice.
   *
   * @throws StoreFullException when the store has no room; the writer is then only good for closing
   */
  @Override
  int write(ByteBuffer bytes) throws IOException;

  /** Bytes taken so far. */
  long length();

  /**
   * Makes the blob durable and visible under its key, in one atomic step, and ends the writer. A
   * blob of the same key is replaced as a whole. After this returns the blob survives power loss.
   */
  BlobRef publish() throws IOException;

  /** Discards what was written, unless it was published. Safe to call twice. */
  @Override
  void close() throws IOException;
}
