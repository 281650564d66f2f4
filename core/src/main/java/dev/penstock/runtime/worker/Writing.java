package dev.penstock.runtime.worker;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.runtime.wire.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blob that a worker streams to us. It waits for no answer while it writes; once something has
 * failed, further bytes are dropped, and it learns of it when it wants to publish.
 */
final class Writing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writing.class);

  private @Nullable BlobWriter blob;
  private @Nullable IOException failure;

  private Writing() {}

  static Writing start(BlobStore blobs, String key, Hashing hashing) throws ProtocolException {
    var writing = new Writing();
    try {
      writing.blob = blobs.create(key, hashing);
    } catch (IOException e) {
      writing.failure = e;
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(String.valueOf(e.getMessage()), e);
    }
    return writing;
  }

  void write(ByteBuffer bytes) {
    if (failure != null || blob == null) {
      return;
    }
    try {
      blob.write(bytes);
    } catch (IOException e) {
      failure = e;
    }
  }

  BlobRef publish() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (blob == null) {
      throw new IllegalStateException("a blob neither began nor failed");
    }
    return blob.publish();
  }

  /** What cannot be discarded now is cleared away when the store is opened next. */
  @Override
  public void close() {
    try {
      if (blob != null) {
        blob.close();
      }
    } catch (IOException e) {
      LOG.warn("a blob that nobody wants stays for now", e);
    }
  }
}
