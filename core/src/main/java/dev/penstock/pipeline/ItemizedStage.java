package dev.penstock.pipeline;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.job.Problem;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A stage whose chunks hold items that a person can read: they are shown as they came in, and can
 * be edited before a chunk that gave up is tried again.
 */
public interface ItemizedStage extends Stage {
  /** What {@link #show} writes. */
  String itemsType();

  /** Writes the items of a chunk, byte for byte. */
  void show(Payload in, BlobStore blobs, OutputStream out) throws IOException;

  /**
   * The chunk with other items in the place of its own: as many as it had, in their order.
   *
   * @param in what the chunk was given
   * @param edited in any form that the pipeline reads
   * @param place where the items are kept when they are too many for the chunk's own record
   */
  Edited edit(Payload in, byte[] edited, Place place) throws IOException;

  /** A key that nothing has yet, and its store. */
  record Place(BlobStore blobs, String key) {}

  /** What an edit came to. */
  sealed interface Edited {
    /** What the chunk is given now. */
    record Taken(Payload in) implements Edited {}

    /** The items cannot stand in the place of the chunk's own. */
    record Refused(Problem problem) implements Edited {}
  }
}
