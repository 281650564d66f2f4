package dev.penstock.job;

import dev.penstock.blob.BlobRef;

/** Something that a job leaves for its reader, under a name that is unique in the job. */
public sealed interface JobResult {
  String name();

  String mediaType();

  /** A file in the blob store, for example {@code features.gpkg}. */
  record Stored(String name, String mediaType, BlobRef blob) implements JobResult {}

  /** A place in the server's own API, for example {@code /v1/collections/parcels/items}. */
  record Link(String name, String mediaType, String href) implements JobResult {}
}
