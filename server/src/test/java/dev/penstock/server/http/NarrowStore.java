package dev.penstock.server.http;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.StoreFullException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A blob store on a disk that becomes full when the test says so; it counts open streams. */
final class NarrowStore implements BlobStore {
  final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  final AtomicLong told = new AtomicLong(Long.MAX_VALUE);

  /** Streams that are open. */
  final AtomicInteger reading = new AtomicInteger();

  private final BlobStore store;

  NarrowStore(BlobStore store) {
    this.store = store;
  }

  @Override
  public BlobWriter create(String key, Hashing hashing) throws IOException {
    BlobWriter writer = store.create(key, hashing);
    return new BlobWriter() {
      @Override
      public int write(ByteBuffer bytes) throws IOException {
        if (room.addAndGet(-bytes.remaining()) < 0) {
          writer.close();
          throw new StoreFullException("the disk is full");
        }
        return writer.write(bytes);
      }

      @Override
      public long length() {
        return writer.length();
      }

      @Override
      public BlobRef publish() throws IOException {
        return writer.publish();
      }

      @Override
      public boolean isOpen() {
        return writer.isOpen();
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  @Override
  public BlobRef adopt(String key, Path file) throws IOException {
    return store.adopt(key, file);
  }

  @Override
  public InputStream open(BlobRef blob, long offset, long length) throws IOException {
    InputStream in = store.open(blob, offset, length);
    reading.incrementAndGet();
    return new FilterInputStream(in) {
      private boolean closed;

      @Override
      public void close() throws IOException {
        if (!closed) {
          closed = true;
          reading.decrementAndGet();
        }
        super.close();
      }
    };
  }

  @Override
  public int deleteAll(String prefix) throws IOException {
    return store.deleteAll(prefix);
  }

  @Override
  public List<String> owners(String prefix) throws IOException {
    return store.owners(prefix);
  }

  @Override
  public long room() throws IOException {
    return Math.min(told.get(), store.room());
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
