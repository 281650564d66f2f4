package dev.penstock.raster.source;

import java.util.Optional;

/**
 * What is known about which version of an object its host serves.
 *
 * @param etag as the host wrote it, or empty
 * @param modified {@code Last-Modified} as the host wrote it, or empty
 * @param total size, or -1
 */
record Version(String etag, String modified, long total) {

  static Version of(HttpSender.Answer answer, ContentRange range) {
    return new Version(
        answer.header("etag").orElse(""), answer.header("last-modified").orElse(""), range.total());
  }

  /** Whether the two may be the same object: nothing that both tell is different. */
  boolean agrees(Version other) {
    boolean sizes = total < 0 || other.total < 0 || total == other.total;
    boolean tags = etag.isEmpty() || other.etag.isEmpty() || etag.equals(other.etag);
    // Replicas of one object may differ in their time, so it only counts where there is no tag.
    boolean tagged = !etag.isEmpty() && !other.etag.isEmpty();
    boolean times =
        tagged || modified.isEmpty() || other.modified.isEmpty() || modified.equals(other.modified);
    return sizes && tags && times;
  }

  /** The tag to send with {@code If-Match}; a weak one must not be sent there. */
  Optional<String> matchable() {
    return etag.isEmpty() || etag.startsWith("W/") ? Optional.empty() : Optional.of(etag);
  }

  String text() {
    return etag + " " + total + (etag.isEmpty() ? " " + modified : "");
  }
}
