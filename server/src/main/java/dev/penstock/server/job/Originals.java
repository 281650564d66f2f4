package dev.penstock.server.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines of rejects and lets the items themselves through, one a line, byte for byte as they
 * stand there. Rejects whose item is no JSON, or is not kept, are counted only. A line may be as
 * long as the largest item: only its head is held.
 */
final class Originals extends OutputStream {
  /** Unescaped, so it cannot stand inside a text of the line. */
  private static final byte[] MARK = ",\"original\":".getBytes(StandardCharsets.US_ASCII);

  private final @Nullable OutputStream out;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private boolean inside;
  private int held = -1;
  private long sent;
  private long left;

  /** Only counts where there is no place to write to. */
  Originals(@Nullable OutputStream out) {
    this.out = out;
  }

  /** Items let through. */
  long sent() {
    return sent;
  }

  /** Rejects whose item could not be let through. */
  long left() {
    return left;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int end = from + length;
    for (int at = from; at < end; ) {
      int stop = at;
      while (stop < end && bytes[stop] != '\n') {
        stop++;
      }
      if (inside) {
        item(bytes, at, stop);
      } else {
        head.write(bytes, at, stop - at);
        look();
      }
      if (stop < end) {
        endLine();
        stop++;
      }
      at = stop;
    }
  }

  private void look() throws IOException {
    byte[] seen = head.toByteArray();
    int at = indexOf(seen);
    if (at >= 0) {
      inside = true;
      head.reset();
      item(seen, at + MARK.length, seen.length);
    }
  }

  /** Bytes of the item; the last one of the line closes the line's own object. */
  private void item(byte[] bytes, int from, int to) throws IOException {
    if (from == to) {
      return;
    }
    if (held >= 0) {
      put(new byte[] {(byte) held}, 0, 1);
    }
    put(bytes, from, to - 1);
    held = bytes[to - 1] & 0xFF;
  }

  private void endLine() throws IOException {
    if (inside) {
      put(new byte[] {'\n'}, 0, 1);
      sent++;
    } else {
      left++;
    }
    inside = false;
    held = -1;
    head.reset();
  }

  private void put(byte[] bytes, int from, int to) throws IOException {
    if (out != null) {
      out.write(bytes, from, to - from);
    }
  }

  private static int indexOf(byte[] text) {
    for (int i = 0; i + MARK.length <= text.length; i++) {
      int k = 0;
      while (k < MARK.length && text[i + k] == MARK[k]) {
        k++;
      }
      if (k == MARK.length) {
        return i;
      }
    }
    return -1;
  }
}
