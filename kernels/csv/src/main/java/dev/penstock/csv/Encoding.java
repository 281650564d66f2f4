package dev.penstock.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The encoding of a file, as its first bytes tell.
 *
 * @param mark length of the byte order mark
 */
public record Encoding(Charset charset, int mark) {
  /** What Excel writes in western Europe when nobody asks for more. */
  public static final Charset WINDOWS = Charset.forName("windows-1252");

  /**
   * Guesses from a file's beginning: a byte order mark; zeros at every other place; UTF-8 that can
   * be decoded; else windows-1252.
   *
   * @param whole whether that is all of the file
   */
  public static Encoding of(byte[] head, int length, boolean whole) {
    if (starts(head, length, 0xef, 0xbb, 0xbf)) {
      return new Encoding(StandardCharsets.UTF_8, 3);
    }
    if (starts(head, length, 0xff, 0xfe)) {
      return new Encoding(StandardCharsets.UTF_16LE, 2);
    }
    if (starts(head, length, 0xfe, 0xff)) {
      return new Encoding(StandardCharsets.UTF_16BE, 2);
    }
    int even = zeros(head, length, 0);
    int odd = zeros(head, length, 1);
    if (even + odd > length / 4) {
      return new Encoding(odd > even ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE, 0);
    }
    return new Encoding(isUtf8(head, length, whole) ? StandardCharsets.UTF_8 : WINDOWS, 0);
  }

  private static boolean starts(byte[] head, int length, int... mark) {
    if (length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((head[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static int zeros(byte[] head, int length, int from) {
    int zeros = 0;
    for (int i = from; i < length; i += 2) {
      zeros += head[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  /** A character that the end of the head cuts in two is no fault of the file. */
  public static boolean isUtf8(byte[] head, int length, boolean whole) {
    int end = length;
    for (int back = 1; !whole && back <= 3 && back <= length; back++) {
      if ((head[length - back] & 0xc0) == 0xc0) {
        end = length - back;
        break;
      }
    }
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(head, 0, end));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
