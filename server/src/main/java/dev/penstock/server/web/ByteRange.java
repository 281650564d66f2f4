package dev.penstock.server.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file that a client asks for (RFC 9110, section 14). Only one range is served; for
 * several, and for units other than bytes, the whole file is.
 */
public sealed interface ByteRange {
  /** All of it: no range was asked for, or one that we may ignore. */
  record All() implements ByteRange {}

  /** Bytes {@code from} on, {@code length} of them, within the file. */
  record Part(long from, long length) implements ByteRange {
    /** {@code Content-Range} for a file of {@code total} bytes. */
    public String contentRange(long total) {
      return "bytes " + from + "-" + (from + length - 1) + "/" + total;
    }
  }

  /** A range with no byte in the file. */
  record Outside() implements ByteRange {}

  /** Reads the {@code Range} header for a file of {@code total} bytes. */
  static ByteRange of(Optional<String> header, long total) {
    Matcher range = Form.ONE.matcher(header.orElse(""));
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return new All();
    }
    if (range.group(1).isEmpty()) {
      long suffix = Math.min(Long.parseLong(range.group(2)), total);
      return suffix == 0 ? new Outside() : new Part(total - suffix, suffix);
    }
    long from = Long.parseLong(range.group(1));
    long to = range.group(2).isEmpty() ? total - 1 : Long.parseLong(range.group(2));
    if (to < from && !range.group(2).isEmpty()) {
      return new All();
    }
    return from >= total ? new Outside() : new Part(from, Math.min(to, total - 1) - from + 1);
  }

  /** The grammar of a single range. */
  final class Form {
    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    private Form() {}
  }
}
