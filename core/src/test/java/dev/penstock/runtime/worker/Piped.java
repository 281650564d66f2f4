package dev.penstock.runtime.worker;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** A store whose files nobody else can read: everything goes over the pipe. */
record Piped(BlobStore store) implements BlobStore {
  @Override
  public BlobWriter create(String key, Hashing hashing) throws IOException {
    return store.create(key, hashing);
  }

  @Override
  public BlobRef adopt(String key, Path file) throws IOException {
    return store.adopt(key, file);
  }

  @Override
  public InputStream open(BlobRef blob, long offset, long length) throws IOException {
    return store.open(blob, offset, length);
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
    return store.room();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
