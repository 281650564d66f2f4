package dev.penstock.geometry.report;

import dev.penstock.blob.BlobRef;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a blob that holds findings of a chunk: chunk, fence of the attempt, number of the
 * piece, whether it is the attempt's last, length and checksum. All is in the name, because names
 * are what a later stage can list.
 */
record Piece(long chunk, long fence, int number, boolean last, BlobRef blob) {
  private static final Pattern NAME =
      Pattern.compile("(\\d+)-(\\d+)-findings-(\\d+)-(more|last)-(\\d+)-([0-9a-f]{8})");

  /** The part of the key that the writer chooses. */
  static String part(int number, boolean last, long length, int checksum) {
    return "findings-%d-%s-%d-%08x".formatted(number, last ? "last" : "more", length, checksum);
  }

  static Optional<Piece> of(String folder, String name) {
    Matcher found = NAME.matcher(name);
    return found.matches()
        ? Optional.of(
            new Piece(
                Long.parseLong(found.group(1)),
                Long.parseLong(found.group(2)),
                Integer.parseInt(found.group(3)),
                found.group(4).equals("last"),
                new BlobRef(
                    folder + "/" + name,
                    Long.parseLong(found.group(5)),
                    "crc32c:" + found.group(6))))
        : Optional.empty();
  }
}
