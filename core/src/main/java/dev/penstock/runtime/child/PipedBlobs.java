package dev.penstock.runtime.child;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.LocalBlobs;
import dev.penstock.runtime.wire.BlobFailure;
import dev.penstock.runtime.wire.BlobForm;
import dev.penstock.runtime.wire.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The host's blob store, over the pipe: what is written streams to the host; what is read comes
 * from the blob's file where the host has one to name, else in pieces from the host.
 */
final class PipedBlobs implements BlobStore {
  private final Line line;
  private final AtomicLong ids = new AtomicLong();

  PipedBlobs(Line line) {
    this.line = line;
  }

  @Override
  public BlobWriter create(String key, Hashing hashing) throws IOException {
    long id = ids.incrementAndGet();
    line.tell(
        Draft.of("create")
            .put("id", id)
            .put("key", key)
            .put("hashing", hashing.name().toLowerCase(Locale.ROOT)));
    return new PipedWriter(line, id);
  }

  @Override
  public BlobRef adopt(String key, Path file) throws IOException {
    try (InputStream from = Files.newInputStream(file);
        BlobWriter to = create(key, Hashing.DAMAGE)) {
      from.transferTo(Channels.newOutputStream(to));
      return to.publish();
    }
  }

  @Override
  public InputStream open(BlobRef blob, long offset, long length) throws IOException {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "need offset and length >= 0, was %d and %d".formatted(offset, length));
    }
    Optional<String> path =
        line.ask(
            Draft.of("find").put("blob", BlobForm.draft(blob)),
            "found",
            answer -> answer.header().optionalText("path"));
    if (path.isPresent()) {
      return LocalBlobs.open(Path.of(path.get()), blob, offset, length);
    }
    long from = Math.min(offset, blob.length());
    return new PipedInput(line, blob, from, from + Math.min(length, blob.length() - from));
  }

  /** What a stage here would have been thrown. */
  static IOException failure(Line.RefusedException refusal) {
    return BlobFailure.of(refusal.kind(), String.valueOf(refusal.getMessage()));
  }

  @Override
  public int deleteAll(String prefix) {
    throw notHere("deletes");
  }

  @Override
  public List<String> owners(String prefix) {
    throw notHere("lists");
  }

  @Override
  public long room() {
    throw notHere("measures");
  }

  private static UnsupportedOperationException notHere(String what) {
    return new UnsupportedOperationException(
        "an isolated stage reads and writes blobs of its chunk; only the host " + what + " blobs");
  }

  @Override
  public void close() {}
}
