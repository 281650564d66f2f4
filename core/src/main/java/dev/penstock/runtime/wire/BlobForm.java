package dev.penstock.runtime.wire;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;

/** How blob references and payloads stand in a frame. */
public final class BlobForm {
  private BlobForm() {}

  /** {@code {"key", "length", "digest"}}. */
  public static Draft draft(BlobRef blob) {
    return Draft.object()
        .put("key", blob.key())
        .put("length", blob.length())
        .put("digest", blob.digest());
  }

  public static BlobRef blob(Header header) throws ProtocolException {
    return Checked.of(
        () -> new BlobRef(header.text("key"), header.whole("length"), header.text("digest")));
  }

  /**
   * Adds a payload: {@code {"blob": …}}, or {@code {"inline": n}} for the next n bytes of the body.
   */
  static void add(Draft frame, String name, Payload payload) {
    switch (payload) {
      case Payload.Inline(var bytes) ->
          frame.put(name, Draft.object().put("inline", bytes.length)).append(bytes);
      case Payload.Stored(var blob) -> frame.put(name, Draft.object().put("blob", draft(blob)));
    }
  }

  /** Takes a payload; those of one frame are taken in the order in which they were added. */
  static Payload payload(Frame frame, String name) throws ProtocolException {
    Header payload = frame.header().object(name);
    return payload.has("blob")
        ? Payload.stored(blob(payload.object("blob")))
        : Checked.of(() -> Payload.inline(frame.take(payload.whole("inline"))));
  }
}
