package dev.penstock.geometry.store;

import dev.penstock.job.JobId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@link FeatureStore#publish} answers. */
public sealed interface Published {
  /**
   * Readers see it, durably; also the answer when this chunk published before.
   *
   * @param generation of the collection; grows by one with each publication
   * @param features in the collection now
   */
  record Visible(long generation, long features, List<PublishedFile> files) implements Published {
    public Visible {
      files = List.copyOf(files);
    }
  }

  /**
   * A job that was accepted later has replaced the collection already; readers keep seeing that.
   */
  record Superseded(JobId by, List<PublishedFile> files) implements Published {
    public Superseded {
      files = List.copyOf(files);
    }
  }

  /** A later attempt holds the publication; nothing changed. */
  record Fenced() implements Published {}

  /** Nobody wants it any more; readers see nothing of it. */
  record Unwanted() implements Published {}

  /** The collection's features are in another CRS, and mode is not replace; nothing changed. */
  record OtherSrs(Srs collection) implements Published {}

  /**
   * The job's unpublished rows are not as many as expected; nothing changed. Rows were lost or
   * discarded: showing the rest would be a lie.
   */
  record Incomplete(long expected, long found) implements Published {}

  /**
   * A finished file that holds the job's features, for {@code BlobStore.adopt}.
   *
   * @param warnings how many of its features have which warning, by code
   */
  record PublishedFile(String name, String mediaType, Path path, Map<String, Long> warnings) {
    public PublishedFile {
      warnings = Map.copyOf(warnings);
    }
  }
}
