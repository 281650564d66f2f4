package dev.penstock.job;

import dev.penstock.blob.BlobRef;

/**
 * Something that a job leaves for its reader, under a name that is unique in the job. The name is a
 * plain file name on every system, of 200 characters at most: no path, no control characters, none
 * that Windows reserves. Another name, a broken media type or an address outside the server is an
 * {@link IllegalArgumentException}.
 */
public sealed interface JobResult {
  String name();

  String mediaType();

  /** A file in the blob store, for example {@code features.gpkg}. */
  record Stored(String name, String mediaType, BlobRef blob) implements JobResult {
    public Stored {
      ResultWords.checkName(name);
      ResultWords.checkMediaType(mediaType);
    }
  }

  /** A place in the server's own API, for example {@code /v1/collections/parcels/items}. */
  record Link(String name, String mediaType, String href) implements JobResult {
    public Link {
      ResultWords.checkName(name);
      ResultWords.checkMediaType(mediaType);
      ResultWords.checkHref(href);
    }
  }
}
