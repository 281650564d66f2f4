package dev.penstock.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps immutable byte sequences under keys. All methods are thread-safe. An {@link IOException} is
 * trouble that may pass, except {@link BlobMissingException}.
 *
 * <p>Keys start with their owner ({@code jobs/<id>/…}), so that all that an owner has goes with one
 * {@link #deleteAll}.
 */
public interface BlobStore extends AutoCloseable {
  /** Starts a blob. Two writers of one key do not meet: the one that publishes last wins, whole. */
  BlobWriter create(String key, Hashing hashing) throws IOException;

  /**
   * Takes a finished file in as a blob, without copying where the file system can link it. The
   * caller never writes to the file again, but may delete it. Durable on return.
   */
  BlobRef adopt(String key, Path file) throws IOException;

  /**
   * Reads {@code length} bytes from {@code offset} on. The stream ends early only where the blob
   * ends.
   *
   * @throws BlobMissingException when no such blob exists or it is shorter than its reference says
   */
  InputStream open(BlobRef blob, long offset, long length) throws IOException;

  /** Deletes every blob whose key is or starts with {@code prefix + "/"}; how many there were. */
  int deleteAll(String prefix) throws IOException;

  /** The direct children of a prefix: {@code owners("jobs")} names each job that has blobs. */
  List<String> owners(String prefix) throws IOException;

  /** Bytes that may still be written before {@link StoreFullException}. */
  long room() throws IOException;

  @Override
  void close() throws IOException;

  /** The whole blob. */
  default InputStream open(BlobRef blob) throws IOException {
    return open(blob, 0, blob.length());
  }

  /** The bytes of a payload, wherever they are. */
  default InputStream open(Payload payload) throws IOException {
    return switch (payload) {
      case Payload.Inline inline -> new ByteArrayInputStream(inline.bytes());
      case Payload.Stored stored -> open(stored.blob());
    };
  }
}
