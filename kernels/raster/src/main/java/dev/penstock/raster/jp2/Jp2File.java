package dev.penstock.raster.jp2;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.jpeg2000.ImageSize;
import dev.penstock.raster.jpeg2000.MainHeader;
import dev.penstock.raster.jpeg2000.PureDecoder;
import dev.penstock.raster.jpeg2000.Rect;
import dev.penstock.raster.jpeg2000.TileDecoder;
import dev.penstock.raster.pixel.Georeference;
import dev.penstock.raster.pixel.Nodata;
import dev.penstock.raster.pixel.Raster;
import dev.penstock.raster.pixel.SampleType;
import dev.penstock.raster.pixel.Samples;
import dev.penstock.raster.pixel.Scaling;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.BlockCache;
import dev.penstock.raster.source.RangeSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An open JPEG 2000 file: JP2 or a bare codestream. Opening costs one read, a window that lies in
 * one tile one more where the file lists its tiles, and two or three where the tile has to be
 * found. Thread-safe.
 */
public final class Jp2File implements Raster {
  private static final int MOST_PIXELS = 1 << 25;

  private final MainHeader header;
  private final Optional<Georeference> georeference;
  private final SampleType type;
  private final List<Window> levels;
  private final WindowReader reader;

  private Jp2File(
      MainHeader header, Optional<Georeference> georeference, SampleType type, WindowReader reader)
      throws RasterException {
    this.header = header;
    this.georeference = georeference;
    this.type = type;
    this.reader = reader;
    this.levels =
        IntStream.rangeClosed(0, header.levels())
            .mapToObj(level -> header.size().image().halved(level))
            .filter(image -> !image.empty())
            .map(image -> new Window(0, 0, image.width(), image.height()))
            .toList();
  }

  /** Opens a file with the usual limits and our own decoder; no cache. */
  public static Jp2File open(RangeSource source) throws RasterException, InterruptedException {
    return open(source, Jp2Limits.DEFAULT, new PureDecoder(), null);
  }

  /**
   * Opens a file.
   *
   * @param cache where tiles, still packed, are shared with others that read the same file; null
   *     for none
   */
  public static Jp2File open(
      RangeSource source, Jp2Limits limits, TileDecoder decoder, @Nullable BlockCache<byte[]> cache)
      throws RasterException, InterruptedException {
    Pages pages = new Pages(source, limits);
    Container container = new Boxes(pages, limits).read();
    MainHeader header = header(pages, container.from(), limits);
    SampleType type = type(header.size().components());
    TileSource tiles = tiles(source, header, container, limits);
    WindowReader reader =
        new WindowReader(header, new Tiles(source, tiles, header, cache), decoder);
    return new Jp2File(header, container.georeference(), type, reader);
  }

  private static MainHeader header(Pages pages, long from, Jp2Limits limits)
      throws RasterException, InterruptedException {
    byte[] bytes = pages.rest(from);
    int length = bytes.length;
    while (true) {
      try {
        return MainHeader.read(bytes, 0);
      } catch (RasterException e) {
        if (e.fault() != Fault.TRUNCATED || bytes.length < length) {
          throw e;
        }
        length = Math.max(limits.head(), 4 * length);
        bytes = pages.read(from, length);
      }
    }
  }

  private static TileSource tiles(
      RangeSource source, MainHeader header, Container container, Jp2Limits limits)
      throws RasterException {
    long first = container.from() + header.length();
    if (!header.lengths().isEmpty()) {
      return new ListedTiles(source, header, first, limits);
    }
    OptionalLong size = source.size();
    if (container.end() < 0 && size.isEmpty()) {
      throw new RasterException(
          Fault.UNSUPPORTED, "Nothing tells where the codestream ends, and it has no index.");
    }
    long end = container.end() < 0 ? size.getAsLong() : container.end();
    return new SoughtTiles(source, header.size().tiles(), first, end, limits);
  }

  private static SampleType type(List<ImageSize.Component> components) throws RasterException {
    boolean signed = components.getFirst().signed();
    int bits = 0;
    for (ImageSize.Component component : components) {
      if (component.signed() != signed) {
        throw new RasterException(Fault.UNSUPPORTED, "Bands with and without a sign in one image.");
      }
      bits = Math.max(bits, component.bits());
    }
    if (bits <= 8) {
      return signed ? SampleType.I8 : SampleType.U8;
    }
    if (bits <= 16) {
      return signed ? SampleType.I16 : SampleType.U16;
    }
    return signed ? SampleType.I32 : SampleType.U32;
  }

  @Override
  public int bands() {
    return header.size().components().size();
  }

  @Override
  public SampleType type() {
    return type;
  }

  @Override
  public List<Window> levels() {
    return levels;
  }

  @Override
  public Optional<Georeference> georeference() {
    return georeference;
  }

  @Override
  public Optional<Nodata> nodata() {
    return Optional.empty();
  }

  @Override
  public Scaling scaling(int band) {
    Objects.checkIndex(band, bands());
    return Scaling.PLAIN;
  }

  @Override
  public List<Samples> read(int level, List<Integer> bands, Window window)
      throws RasterException, InterruptedException {
    Window image = levels.get(level);
    if (window.empty() || !window.within(image.width(), image.height()).equals(window)) {
      throw new IndexOutOfBoundsException(window + " is not within " + image);
    }
    for (int band : bands) {
      Objects.checkIndex(band, bands());
    }
    if (window.pixels() * bands.size() > MOST_PIXELS) {
      throw new RasterException(
          Fault.TOO_LARGE,
          "A window of %d pixels in %d bands; at most %d are read at once."
              .formatted(window.pixels(), bands.size(), MOST_PIXELS));
    }
    Rect whole = header.size().image().halved(level);
    int left = whole.x0() + window.x();
    int top = whole.y0() + window.y();
    Rect region = new Rect(left, top, left + window.width(), top + window.height());
    return reader.read(level, bands, region).stream()
        .map(samples -> new Samples(type, window.width(), window.height(), type.pack(samples)))
        .toList();
  }

  @Override
  public Optional<Samples> mask(int level, Window window) {
    return Optional.empty();
  }
}
