package dev.penstock.server.job;

import dev.penstock.pipeline.Rejects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets lines of rejects through until there are enough of them, all or those with one code. A line
 * may be as long as the largest item: only its head is held until its code is known.
 */
final class RejectSieve extends OutputStream {
  /** The code comes before the item itself, behind an id at most. */
  private static final int LONGEST_HEAD = 1 << 20;

  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final byte @Nullable [] wanted;
  private final Optional<String> code;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[BUFFER];
  private int buffered;
  private long left;
  private boolean decided;
  private boolean keep;

  RejectSieve(OutputStream out, Optional<String> code, long limit) {
    this.out = out;
    this.code = code;
    this.wanted =
        code.map(text -> ("\"code\":\"" + text + "\"").getBytes(StandardCharsets.UTF_8))
            .orElse(null);
    this.left = limit;
    startLine();
  }

  boolean wants(Rejects rejects) {
    return code.isEmpty() || rejects.byCode().containsKey(code.get());
  }

  boolean full() {
    return left <= 0;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int end = from + length;
    for (int at = from; at < end && !full(); ) {
      int stop = at;
      while (stop < end && bytes[stop] != '\n') {
        stop++;
      }
      boolean whole = stop < end;
      part(bytes, at, whole ? stop + 1 : stop, whole);
      at = whole ? stop + 1 : stop;
    }
  }

  private void part(byte[] bytes, int from, int to, boolean endsLine) throws IOException {
    if (decided) {
      put(bytes, from, to);
    } else {
      head.write(bytes, from, to - from);
      decide(endsLine);
    }
    if (endsLine) {
      left -= keep ? 1 : 0;
      startLine();
    }
  }

  private void decide(boolean endsLine) throws IOException {
    byte[] seen = head.toByteArray();
    int at = indexOf(seen, "\"code\":\"".getBytes(StandardCharsets.US_ASCII));
    int length = wanted == null ? 0 : wanted.length;
    if (at >= 0 && (at + length <= seen.length || endsLine)) {
      decided = true;
      keep = matches(seen, at);
      put(seen, 0, seen.length);
      head.reset();
    } else if (endsLine || seen.length > LONGEST_HEAD) {
      throw new IOException("a line of rejects without a code");
    }
  }

  private boolean matches(byte[] seen, int at) {
    return wanted != null
        && at + wanted.length <= seen.length
        && Arrays.equals(seen, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static int indexOf(byte[] text, byte[] word) {
    for (int i = 0; i + word.length <= text.length; i++) {
      if (Arrays.equals(text, i, i + word.length, word, 0, word.length)) {
        return i;
      }
    }
    return -1;
  }

  private void startLine() {
    decided = wanted == null;
    keep = wanted == null;
    head.reset();
  }

  private void put(byte[] bytes, int from, int to) throws IOException {
    if (!keep) {
      return;
    }
    for (int at = from; at < to; ) {
      if (buffered == buffer.length) {
        flush();
      }
      int more = Math.min(to - at, buffer.length - buffered);
      System.arraycopy(bytes, at, buffer, buffered, more);
      buffered += more;
      at += more;
    }
  }

  @Override
  public void flush() throws IOException {
    if (buffered > 0) {
      out.write(buffer, 0, buffered);
      buffered = 0;
    }
  }
}
