package dev.penstock.blob;

import java.io.IOException;

/** A blob that a record refers to is gone or cut short. Trying again will not help. */
public final class BlobMissingException extends IOException {
  public BlobMissingException(BlobRef blob, String why) {
    super("blob " + blob.key() + " (" + blob.length() + " bytes): " + why);
  }
}
