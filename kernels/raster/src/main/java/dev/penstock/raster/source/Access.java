package dev.penstock.raster.source;

import java.net.URI;

/**
 * How objects of a provider are reached; shared by all items. Thread-safe.
 *
 * @param sender the way out
 * @param signer for hosts that want signatures
 * @param options how patient
 * @param heads what was read before
 */
public record Access(HttpSender sender, Signer signer, HttpOptions options, HeadCache heads) {
  private static final long HEADS = 32L << 20;

  /** Usual patience, no signatures, a cache of 32 MiB for the beginnings of files. */
  public static Access of(HttpSender sender) {
    return new Access(sender, Signer.NONE, HttpOptions.DEFAULT, new HeadCache(HEADS));
  }

  /** One object, to be read within a deadline. */
  public HttpSource source(URI uri, Deadline deadline) {
    return new HttpSource(uri, this, deadline);
  }
}
