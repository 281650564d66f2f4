package dev.penstock.raster.source;

import dev.penstock.raster.RasterException;
import java.net.URI;
import java.util.Map;

/**
 * Makes the address that a host accepts of the address in a catalogue. Asked just before each
 * request, since signatures run out; it keeps its tokens itself. Thread-safe.
 */
@FunctionalInterface
public interface Signer {
  /** Signs nothing. */
  Signer NONE = (uri, anew) -> new Signed(uri, Map.of());

  /**
   * Signs an address.
   *
   * @param anew whether the last signature was refused: a kept token must not be used again
   */
  Signed sign(URI plain, boolean anew) throws RasterException, InterruptedException;

  /** Where to go and what to show there. */
  record Signed(URI uri, Map<String, String> headers) {}
}
