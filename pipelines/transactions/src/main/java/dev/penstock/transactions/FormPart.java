package dev.penstock.transactions;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The file in a multipart form (RFC 7578): the first part that has a file name.
 *
 * @param start where its bytes begin
 * @param end what stands behind them: a line end and the boundary
 */
record FormPart(int start, byte[] end) {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_BOUNDARY = 74;

  /** Finds it in the beginning of a form; empty when that is none. */
  static Optional<FormPart> in(byte[] head, int length) {
    if (length < 4 || head[0] != '-' || head[1] != '-') {
      return Optional.empty();
    }
    String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
    int line = text.indexOf("\r\n");
    if (line < 3 || line > LONGEST_BOUNDARY) {
      return Optional.empty();
    }
    String boundary = text.substring(0, line);
    for (int at = 0; at >= 0 && text.startsWith(boundary, at); ) {
      int headers = at + boundary.length();
      int body = text.indexOf("\r\n\r\n", headers);
      if (body < 0) {
        return Optional.empty();
      }
      String said = text.substring(headers, body).toLowerCase(Locale.ROOT);
      if (said.contains("form-data") && said.contains("filename")) {
        byte[] end = ("\r\n" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        return Optional.of(new FormPart(body + 4, end));
      }
      int next = text.indexOf("\r\n" + boundary, body);
      at = next < 0 ? -1 : next + 2;
    }
    return Optional.empty();
  }

  /**
   * Copies the file.
   *
   * @param in stands at {@link #start}
   * @throws EOFException when the form is cut short
   */
  void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER + end.length];
    int kept = 0;
    while (true) {
      int count = in.read(buffer, kept, BUFFER);
      if (count < 0) {
        throw new EOFException("the form ends within its file");
      }
      int filled = kept + count;
      int found = find(buffer, filled);
      if (found >= 0) {
        out.write(buffer, 0, found);
        return;
      }
      // The end may lie across two pieces.
      int safe = Math.max(0, filled - end.length + 1);
      out.write(buffer, 0, safe);
      System.arraycopy(buffer, safe, buffer, 0, filled - safe);
      kept = filled - safe;
    }
  }

  private int find(byte[] buffer, int filled) {
    for (int i = 0; i + end.length <= filled; i++) {
      if (buffer[i] == '\r' && Arrays.equals(buffer, i, i + end.length, end, 0, end.length)) {
        return i;
      }
    }
    return -1;
  }
}
