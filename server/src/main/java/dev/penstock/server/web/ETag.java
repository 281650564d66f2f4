package dev.penstock.server.web;

import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Entity tags (RFC 9110, section 8.8.3), and whether a client has the current one. */
public final class ETag {
  private ETag() {}

  /** A tag made from the bytes themselves: two independent CRCs, 64 bits. */
  public static String of(byte[] body) {
    var first = new CRC32();
    var second = new CRC32C();
    first.update(body);
    second.update(body);
    return '"' + HexFormat.of().toHexDigits(first.getValue() << 32 | second.getValue()) + '"';
  }

  /** Whether {@code If-None-Match} lists the tag, compared weakly, or is {@code *}. */
  public static boolean matches(Optional<String> ifNoneMatch, String tag) {
    if (ifNoneMatch.isEmpty()) {
      return false;
    }
    for (String part : ifNoneMatch.get().split(",", -1)) {
      String candidate = part.strip();
      if (candidate.equals("*") || candidate.equals(tag) || candidate.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }
}
