package dev.penstock.raster.openjpeg;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.jpeg2000.TileDecoder;
import dev.penstock.raster.jpeg2000.TileRequest;
import java.util.List;
import java.util.Optional;

/**
 * Decodes by the system's OpenJPEG. A codestream that makes the library crash takes the process
 * with it: run it where that is only a lost attempt. Thread-safe.
 */
public final class OpenJpegDecoder implements TileDecoder {
  private final Library library;

  private OpenJpegDecoder(Library library) {
    this.library = library;
  }

  /** Empty where the system has no libopenjp2 (Debian: libopenjp2-7). */
  public static Optional<TileDecoder> find() {
    return Library.find().map(OpenJpegDecoder::new);
  }

  @Override
  public List<int[]> decode(TileRequest request) throws RasterException {
    try (Decoding decoding = new Decoding(library, request)) {
      return decoding.decode();
    }
  }
}
