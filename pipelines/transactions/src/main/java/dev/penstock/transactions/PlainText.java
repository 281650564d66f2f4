package dev.penstock.transactions;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.csv.Encoding;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Makes of a payload a blob whose bytes read like UTF-8, so that rows can be read in ranges: gzip
 * is unwrapped, UTF-16 rewritten, the file taken out of a form. What is readable already stays
 * where it is.
 */
final class PlainText {
  private static final int HEAD = 1 << 16;

  private PlainText() {}

  /**
   * A readable blob.
   *
   * @param start of its text: behind a byte order mark
   */
  record Plain(BlobRef blob, int start) {}

  static Plain of(StageContext context) throws IOException {
    Payload payload = context.chunk().in();
    byte[] head = head(context, payload);
    Optional<FormPart> part = FormPart.in(head, head.length);
    if (part.isPresent()) {
      payload = Payload.stored(file(context, payload, part.get()));
      head = head(context, payload);
    }
    if (head.length > 2 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b) {
      return unwrapped(context, payload);
    }
    Encoding encoding = Encoding.of(head, head.length, head.length == payload.length());
    boolean readable = isReadable(encoding);
    return readable && payload instanceof Payload.Stored(var blob)
        ? new Plain(blob, encoding.mark())
        : rewritten(context, payload, encoding);
  }

  private static byte[] head(StageContext context, Payload payload) throws IOException {
    try (InputStream in = context.blobs().open(payload)) {
      return in.readNBytes(HEAD);
    }
  }

  /** The file in a form that a browser has sent. */
  private static BlobRef file(StageContext context, Payload form, FormPart part)
      throws IOException {
    try (InputStream in = context.blobs().open(form)) {
      in.skipNBytes(part.start());
      return copy(context, "file", out -> part.copy(in, out));
    }
  }

  /** Bytes of windows-1252 are told from UTF-8 field by field. */
  private static boolean isReadable(Encoding encoding) {
    return encoding.charset().equals(StandardCharsets.UTF_8)
        || encoding.charset().equals(Encoding.WINDOWS);
  }

  private static Plain unwrapped(StageContext context, Payload payload) throws IOException {
    BlobRef blob;
    try (InputStream in = new GZIPInputStream(context.blobs().open(payload), HEAD)) {
      blob = copy(context, "unwrapped", in::transferTo);
    }
    byte[] head = head(context, Payload.stored(blob));
    Encoding encoding = Encoding.of(head, head.length, head.length == blob.length());
    return isReadable(encoding)
        ? new Plain(blob, encoding.mark())
        : rewritten(context, Payload.stored(blob), encoding);
  }

  private static Plain rewritten(StageContext context, Payload payload, Encoding encoding)
      throws IOException {
    boolean readable = isReadable(encoding);
    try (InputStream in = new BufferedInputStream(context.blobs().open(payload), HEAD)) {
      in.skipNBytes(encoding.mark());
      return new Plain(
          copy(
              context,
              "plain",
              out -> {
                if (readable) {
                  in.transferTo(out);
                } else {
                  rewrite(new InputStreamReader(in, encoding.charset()), out);
                }
              }),
          0);
    }
  }

  private static void rewrite(Reader text, OutputStream out) throws IOException {
    var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    text.transferTo(writer);
    writer.flush();
  }

  private static BlobRef copy(StageContext context, String part, Writing writing)
      throws IOException {
    String key = context.blobKey(Keep.WORK, part);
    try (BlobWriter blob = context.blobs().create(key, Hashing.DAMAGE);
        OutputStream out = Channels.newOutputStream(blob)) {
      writing.to(out);
      return blob.publish();
    }
  }

  @FunctionalInterface
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }
}
