package dev.penstock.runtime.worker;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.LocalBlobs;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.runtime.wire.BlobFailure;
import dev.penstock.runtime.wire.BlobForm;
import dev.penstock.runtime.wire.Draft;
import dev.penstock.runtime.wire.Frame;
import dev.penstock.runtime.wire.Header;
import dev.penstock.runtime.wire.ProtocolException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The blob store as one run of a worker sees it: it reads ranges, and writes blobs under the keys
 * of its attempt. Bytes pass through in pieces. What is not published when the run ends is
 * discarded.
 */
final class BlobDesk implements AutoCloseable {
  private static final int MOST_OPEN = 64;

  private final StageContext context;
  private final BlobStore blobs;
  private final RangeReader ranges;
  private final Map<Long, Writing> writing = new HashMap<>();

  BlobDesk(StageContext context) {
    this.context = context;
    this.blobs = context.blobs();
    this.ranges = new RangeReader(blobs);
  }

  /** Answers {@code find}: where a blob lies, if the worker can read it there itself. */
  Draft find(Header header) throws ProtocolException {
    BlobRef blob = BlobForm.blob(header.object("blob"));
    Draft found = Draft.of("found");
    return blobs instanceof LocalBlobs local
        ? found.put("path", local.file(blob).toString())
        : found;
  }

  RangeReader ranges() {
    return ranges;
  }

  /** Takes {@code create}. A failure is told when the blob is published. */
  void create(Header header) throws ProtocolException {
    String key = header.text("key");
    if (!key.startsWith(context.blobKey(Keep.WORK, ""))
        && !key.startsWith(context.blobKey(Keep.JOB, ""))) {
      throw new ProtocolException("'" + key + "' is not a key of this attempt");
    }
    Hashing hashing = hashing(header.text("hashing"));
    if (writing.size() == MOST_OPEN) {
      throw new ProtocolException("more than " + MOST_OPEN + " blobs are written at once");
    }
    long id = header.whole("id");
    if (writing.containsKey(id)) {
      throw new ProtocolException("blob " + id + " is being written already");
    }
    writing.put(id, Writing.start(blobs, key, hashing));
  }

  private static Hashing hashing(String word) throws ProtocolException {
    try {
      return Hashing.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("there is no hashing '" + word + "'", e);
    }
  }

  /** Takes {@code write}. */
  void write(Frame frame) throws ProtocolException {
    one(frame.header()).write(frame.body());
  }

  /** Answers {@code publish}. */
  Draft publish(Header header) throws IOException {
    Writing one = one(header);
    writing.remove(header.whole("id"));
    try (one) {
      return Draft.of("published").put("blob", BlobForm.draft(one.publish()));
    }
  }

  /** Takes {@code discard}. */
  void discard(Header header) throws ProtocolException {
    Writing one = one(header);
    writing.remove(header.whole("id"));
    one.close();
  }

  private Writing one(Header header) throws ProtocolException {
    Writing one = writing.get(header.whole("id"));
    if (one == null) {
      throw new ProtocolException("no blob " + header.whole("id") + " is being written");
    }
    return one;
  }

  /** The answer to what could not be done. */
  static Draft refused(Exception why) {
    return Draft.of("refused")
        .put("kind", BlobFailure.kind(why))
        .put("detail", String.valueOf(why.getMessage()));
  }

  @Override
  public void close() {
    ranges.close();
    for (Writing one : writing.values()) {
      one.close();
    }
    writing.clear();
  }
}
