package dev.penstock.runtime.wire;

import dev.penstock.blob.BlobMissingException;
import dev.penstock.blob.StoreFullException;
import java.io.IOException;

/**
 * Why a blob was not to be had, in a word that goes over the pipe: each has its own consequence.
 */
public final class BlobFailure {
  private BlobFailure() {}

  /** {@code missing}, {@code full} or {@code other}. */
  public static String kind(Exception failure) {
    return switch (failure) {
      case BlobMissingException _ -> "missing";
      case StoreFullException _ -> "full";
      default -> "other";
    };
  }

  /** The exception that a word stands for. */
  public static IOException of(String kind, String detail) {
    return switch (kind) {
      case "missing" -> new BlobMissingException(detail);
      case "full" -> new StoreFullException(detail);
      default -> new IOException(detail);
    };
  }
}
