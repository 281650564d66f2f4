package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The header of a codestream, which holds for all tiles. Immutable to its users, thread-safe. */
public final class MainHeader {
  private final byte[] kept;
  private final int length;
  private final ImageSize size;
  private final Parameters parameters;
  private final List<TileLength> lengths;

  /**
   * What a file that has an index says of a part of a tile.
   *
   * @param tile -1 if each tile has one part and they come in order
   * @param bytes with its header
   */
  public record TileLength(int tile, long bytes) {}

  private MainHeader(
      byte[] kept, int length, ImageSize size, Parameters parameters, List<TileLength> lengths) {
    this.kept = kept;
    this.length = length;
    this.size = size;
    this.parameters = parameters;
    this.lengths = lengths;
  }

  /**
   * Reads a header.
   *
   * @param bytes at least those up to the first tile
   * @param from where the codestream begins
   * @throws RasterException {@link Fault#TRUNCATED} if the bytes end before the header does
   */
  public static MainHeader read(byte[] bytes, int from) throws RasterException {
    if (bytes.length < from + 4) {
      throw Defects.truncated("The file ends within the header of its image.");
    }
    if (Segment.u16(bytes, from) != Marker.SOC || Segment.u16(bytes, from + 2) != Marker.SIZ) {
      throw Defects.malformed("A codestream does not begin as one.");
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    kept.write(bytes, from, 2);
    List<TileLength> lengths = new ArrayList<>();
    ImageSize size = ImageSize.read(new Segment(bytes, from + 6, end(bytes, from + 2)));
    Parameters parameters = new Parameters(size.components().size());
    int at = from + 2;
    while (true) {
      int marker = marker(bytes, at);
      if (marker == Marker.SOT) {
        break;
      }
      int next = end(bytes, at);
      Segment segment = new Segment(bytes, at + 4, next);
      switch (marker) {
        case Marker.TLM -> TileLengths.read(segment, lengths);
        case Marker.PLM, Marker.COM, Marker.CRG -> {
          // Whoever decodes a single tile has no use for them.
        }
        default -> {
          parameters.read(marker, segment);
          kept.write(bytes, at, next - at);
        }
      }
      at = next;
    }
    parameters.levels();
    return new MainHeader(kept.toByteArray(), at - from, size, parameters, List.copyOf(lengths));
  }

  private static int marker(byte[] bytes, int at) throws RasterException {
    if (at + 4 > bytes.length) {
      throw Defects.truncated("The file ends within the header of its image.");
    }
    int marker = Segment.u16(bytes, at);
    if (marker < Marker.SOC || marker == Marker.EOC) {
      throw Defects.malformed("There is no tile behind the header of the image.");
    }
    return marker;
  }

  private static int end(byte[] bytes, int at) throws RasterException {
    int end = at + 4 > bytes.length ? at + 4 : at + 2 + Segment.u16(bytes, at + 2);
    if (end < at + 4) {
      throw Defects.malformed("A marker segment without a length.");
    }
    if (end > bytes.length) {
      throw Defects.truncated("The file ends within the header of its image.");
    }
    return end;
  }

  /** The image and its tiles. */
  public ImageSize size() {
    return size;
  }

  /** Bytes of it, up to the first tile. */
  public int length() {
    return length;
  }

  /** How often the size of every band can be halved. */
  public int levels() throws RasterException {
    return parameters.levels();
  }

  /** How many bytes the parts of tiles take, in the order of the file; empty if it has no index. */
  public List<TileLength> lengths() {
    return lengths;
  }

  Parameters parameters() {
    return parameters;
  }

  /** The bytes of the header that a codestream of one tile needs. */
  byte[] kept() {
    return Arrays.copyOf(kept, kept.length);
  }
}
