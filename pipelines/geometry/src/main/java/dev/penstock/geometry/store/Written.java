package dev.penstock.geometry.store;

/** What {@link FeatureStore#write} answers. */
public enum Written {
  /** Rows and receipt are in the store, durably. */
  APPLIED,
  /** This chunk's receipt was there already, from this or an earlier attempt; nothing changed. */
  ALREADY,
  /** A later attempt at the chunk, or the job's publication, got there first; nothing changed. */
  FENCED
}
