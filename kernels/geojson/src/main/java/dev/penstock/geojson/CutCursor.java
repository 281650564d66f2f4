package dev.penstock.geojson;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a cutter stands between two items: enough to go on in a new process. {@link #encode} gives
 * a short line of ASCII (a few dozen characters, plus the {@code crs} and {@code name} members).
 *
 * @param offset in the uncompressed payload; a resumed cutter is given a stream that starts there
 * @param index of the next item
 * @param form of the document as far as known
 * @param place what may follow at the offset
 * @param members collection members seen so far
 */
public record CutCursor(
    long offset, long index, DocumentForm form, Place place, CollectionMembers members) {

  /** What may follow at a cursor. */
  public enum Place {
    /** The first byte of the document. */
    START,
    /** Inside a features array, behind an item; the type has been seen. */
    TYPED_ITEMS,
    /** Inside a features array, behind an item; the type has not been seen yet. */
    UNTYPED_ITEMS,
    /** Behind a whole object. */
    RECORDS,
    /** Behind a whole object, and so far each stood on a line of its own. */
    LINES
  }

  /** The beginning of any document. */
  public static final CutCursor START =
      new CutCursor(0, 0, DocumentForm.UNKNOWN, Place.START, CollectionMembers.NONE);

  private static final String VERSION = "c1";

  /** One line of ASCII without spaces that {@link #decode} reads. */
  public String encode() {
    return String.join(
        ":",
        VERSION,
        Long.toString(offset),
        Long.toString(index),
        form.name(),
        place.name(),
        pack(members.crs()),
        pack(members.name()),
        pack(members.foreign()));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static CutCursor decode(String text) {
    String[] parts = text.split(":", -1);
    // Cursors of before there were foreign members have one part less.
    if (parts.length < 7 || parts.length > 8 || !parts[0].equals(VERSION)) {
      throw new IllegalArgumentException("not a cutter's cursor: " + text);
    }
    return new CutCursor(
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        DocumentForm.valueOf(parts[3]),
        Place.valueOf(parts[4]),
        new CollectionMembers(
            unpack(parts[5]),
            unpack(parts[6]),
            Objects.requireNonNullElse(unpack(parts.length > 7 ? parts[7] : ""), "")));
  }

  private static String pack(@Nullable String text) {
    return text == null
        ? ""
        : Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String unpack(String packed) {
    return packed.isEmpty()
        ? null
        : new String(Base64.getUrlDecoder().decode(packed), StandardCharsets.UTF_8);
  }
}
