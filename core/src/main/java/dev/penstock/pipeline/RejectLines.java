package dev.penstock.pipeline;

import dev.penstock.blob.BlobWriter;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes rejects as JSON lines. Each line is an object with {@code code}, {@code message}, {@code
 * item}, {@code id}, {@code byte}, {@code length}, {@code path}, {@code at} (x, y) and, last,
 * {@code original} (the item itself where it is JSON) or {@code original_text} (where it is not).
 *
 * <p>With {@link Dress#FEATURE} each line is also a GeoJSON Feature whose geometry is the point of
 * the defect, so that the file opens on a map. Written by one thread.
 */
public final class RejectLines {
  /** How a line looks to others. */
  public enum Dress {
    PLAIN,
    FEATURE
  }

  private static final int PIECE = 8 << 10;

  private final OutputStream out;
  private final Dress dress;
  private final Map<String, Long> byCode = new TreeMap<>();
  private final String resend;

  public RejectLines(BlobWriter blob, Dress dress) {
    this(blob, dress, Map.of());
  }

  /**
   * Lines of items that need inputs to be read alike when they are sent again alone.
   *
   * @param resend those inputs, by name
   */
  public RejectLines(BlobWriter blob, Dress dress, Map<String, String> resend) {
    this.out = new BufferedOutputStream(Channels.newOutputStream(blob), 1 << 16);
    this.dress = dress;
    this.resend = resend.isEmpty() ? "" : ",\"resend\":" + object(resend);
  }

  public void write(Reject reject) throws IOException {
    write(reject, "");
  }

  /**
   * Writes a reject.
   *
   * @param members more members of the line as JSON, each behind a comma
   */
  public void write(Reject reject, String members) throws IOException {
    var head = new StringBuilder(256).append('{');
    if (dress == Dress.FEATURE) {
      appendFeature(head, reject);
    }
    appendText(head.append("\"code\":"), reject.problem().code());
    appendText(head.append(",\"message\":"), reject.problem().detail());
    head.append(",\"item\":").append(reject.item());
    if (dress == Dress.PLAIN && reject.id() != null) {
      head.append(",\"id\":").append(reject.id());
    }
    head.append(",\"byte\":").append(reject.place().offset());
    head.append(",\"length\":").append(reject.place().length());
    appendText(head.append(",\"path\":"), reject.place().path());
    if (located(reject)) {
      head.append(",\"at\":");
      appendPosition(head, reject);
    }
    head.append(resend).append(members);
    out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    if (reject.original() != null) {
      writeOriginal(reject.original());
    }
    out.write('}');
    out.write('\n');
    byCode.merge(reject.problem().code(), 1L, Long::sum);
  }

  /** How many were written, by code. */
  public Map<String, Long> byCode() {
    return byCode;
  }

  /** Hands everything to the blob, which is then ready to be published. */
  public void finish() throws IOException {
    out.flush();
  }

  private static String object(Map<String, String> texts) {
    var json = new StringBuilder();
    for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
      appendText(json.append(json.isEmpty() ? '{' : ','), text.getKey());
      appendText(json.append(':'), text.getValue());
    }
    return json.append('}').toString();
  }

  private static void appendFeature(StringBuilder line, Reject reject) {
    line.append("\"type\":\"Feature\",");
    if (reject.id() != null) {
      line.append("\"id\":").append(reject.id()).append(',');
    }
    line.append("\"geometry\":");
    if (located(reject)) {
      line.append("{\"type\":\"Point\",\"coordinates\":");
      appendPosition(line, reject);
      line.append('}');
    } else {
      line.append("null");
    }
    appendText(line.append(",\"properties\":{\"code\":"), reject.problem().code());
    appendText(line.append(",\"message\":"), reject.problem().detail());
    line.append("},");
  }

  private static boolean located(Reject reject) {
    return Double.isFinite(reject.place().x()) && Double.isFinite(reject.place().y());
  }

  private static void appendPosition(StringBuilder line, Reject reject) {
    line.append('[').append(reject.place().x()).append(',').append(reject.place().y()).append(']');
  }

  /** JSON allows raw line ends only between tokens, where a space means the same. */
  private void writeOriginal(Reject.Slice original) throws IOException {
    if (!original.json()) {
      writeText(original);
      return;
    }
    out.write(",\"original\":".getBytes(StandardCharsets.US_ASCII));
    int from = original.from();
    for (int i = from; i < original.to(); i++) {
      byte b = original.bytes()[i];
      if (b == '\n' || b == '\r') {
        out.write(original.bytes(), from, i - from);
        out.write(' ');
        from = i + 1;
      }
    }
    out.write(original.bytes(), from, original.to() - from);
  }

  /** Piece by piece: an item may be as large as the heap allows only once. */
  private void writeText(Reject.Slice original) throws IOException {
    var bytes = new ByteArrayInputStream(original.bytes(), original.from(), original.length());
    var reader = new InputStreamReader(bytes, StandardCharsets.UTF_8);
    // It keeps the first half of a surrogate pair until the second comes; flushed, not closed.
    var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write(",\"original_text\":\"");
    var piece = new char[PIECE];
    var escaped = new StringBuilder(PIECE);
    for (int count = reader.read(piece); count > 0; count = reader.read(piece)) {
      escaped.setLength(0);
      appendEscaped(escaped, CharBuffer.wrap(piece, 0, count));
      writer.append(escaped);
    }
    writer.write('"');
    writer.flush();
  }

  private static void appendText(StringBuilder line, String text) {
    line.append('"');
    appendEscaped(line, text);
    line.append('"');
  }

  /** RFC 8259 section 7. */
  private static void appendEscaped(StringBuilder line, CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < 0x20) {
        line.append("\\u%04x".formatted((int) c));
      } else {
        line.append(c);
      }
    }
  }
}
