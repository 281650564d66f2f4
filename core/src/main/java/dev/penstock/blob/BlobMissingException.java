package dev.penstock.blob;

import java.io.IOException;

/** A blob that a record refers to is gone or cut short. Trying again will not help. */
public final class BlobMissingException extends IOException {
  public BlobMissingException(BlobRef blob, String why) {
    this("blob " + blob.key() + " (" + blob.length() + " bytes): " + why);
  }

  /** What another process said that could not read it. */
  public BlobMissingException(String what) {
    super(what);
  }
}
