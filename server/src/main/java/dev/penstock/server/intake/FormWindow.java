package dev.penstock.server.intake;

import dev.penstock.server.web.Pieces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** What is in hand of a form while it streams: enough to know a boundary. Used by one thread. */
final class FormWindow {
  private final Pieces body;
  private final byte[] bytes;
  private int from;
  private int to;
  private Content.@Nullable Chunk rest;
  private boolean ended;

  FormWindow(Pieces body, int size) {
    this.body = body;
    this.bytes = new byte[size];
  }

  /** A part of what stands before a boundary; the last one ends at it. */
  record Part(byte[] bytes, boolean last) {}

  /** Acts as if these had come first. */
  void pretend(byte[] first) {
    System.arraycopy(first, 0, bytes, 0, first.length);
    to = first.length;
  }

  /** What stands before a mark, and behind it; the mark is taken away. */
  String text(byte[] mark, int most) throws IOException {
    int at = find(mark);
    while (at < 0) {
      if (to - from > most + mark.length) {
        throw FormBody.refused("A field or header of the form is longer than %d.".formatted(most));
      }
      fill();
      at = find(mark);
    }
    if (at - from > most) {
      throw FormBody.refused("A field or header of the form is longer than %d.".formatted(most));
    }
    String text = new String(bytes, from, at - from, StandardCharsets.UTF_8);
    from = at + mark.length;
    return text;
  }

  String exactly(int length) throws IOException {
    while (to - from < length) {
      fill();
    }
    from += length;
    return new String(bytes, from - length, length, StandardCharsets.ISO_8859_1);
  }

  /** As much as is certain to stand before a mark. */
  Part upTo(byte[] mark) throws IOException {
    while (to - from < mark.length) {
      fill();
    }
    int at = find(mark);
    int end = at < 0 ? to - mark.length + 1 : at;
    byte[] part = Arrays.copyOfRange(bytes, from, end);
    from = at < 0 ? end : at + mark.length;
    return new Part(part, at >= 0);
  }

  private int find(byte[] mark) {
    for (int at = from; at <= to - mark.length; at++) {
      if (bytes[at] == mark[0]
          && Arrays.equals(bytes, at, at + mark.length, mark, 0, mark.length)) {
        return at;
      }
    }
    return -1;
  }

  /** Brings more in; the form may not end here. */
  private void fill() throws IOException {
    System.arraycopy(bytes, from, bytes, 0, to - from);
    to -= from;
    from = 0;
    if (to == bytes.length) {
      throw FormBody.refused("A boundary of the form does not come.");
    }
    Content.Chunk piece = rest;
    if (piece == null) {
      if (ended) {
        throw FormBody.refused("The form breaks off.");
      }
      piece = body.next();
      ended = piece.isLast();
    }
    int more = Math.min(bytes.length - to, piece.remaining());
    piece.getByteBuffer().get(bytes, to, more);
    to += more;
    if (piece.hasRemaining()) {
      rest = piece;
    } else {
      rest = null;
      piece.release();
    }
  }

  /** Reads to the end of the body; what follows the last boundary is nobody's. */
  void drain() throws IOException {
    release();
    while (!ended) {
      Content.Chunk piece = body.next();
      ended = piece.isLast();
      piece.release();
    }
  }

  /** Gives back what was not read. */
  void release() {
    if (rest != null) {
      rest.release();
      rest = null;
    }
  }
}
