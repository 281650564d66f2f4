package dev.penstock.raster.tiff;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An open GeoTIFF. Opening a Cloud Optimized GeoTIFF costs one read, a window that lies in one of
 * its tiles one more. Bands and levels count from 0; level 0 is the full resolution, the others are
 * overviews, each smaller than the one before it. Thread-safe.
 */
public final class RasterFile implements Raster {
  private static final int MOST_PIXELS = 1 << 26;

  private final Blocks blocks;
  private final Layout layout;

  private RasterFile(Blocks blocks, Layout layout) {
    this.blocks = blocks;
    this.layout = layout;
  }

  /** Opens a file with the usual limits; no cache. */
  public static RasterFile open(RangeSource source) throws RasterException, InterruptedException {
    return open(source, TiffLimits.DEFAULT, null);
  }

  /**
   * Opens a file.
   *
   * @param cache where unpacked blocks are shared with others that read the same file; null for
   *     none
   */
  public static RasterFile open(
      RangeSource source, TiffLimits limits, @Nullable BlockCache<byte[]> cache)
      throws RasterException, InterruptedException {
    return new RasterFile(new Blocks(source, cache), Layout.read(source, limits));
  }

  /** A cache for unpacked blocks. */
  public static BlockCache<byte[]> cache(long bytes) {
    return new BlockCache<>(bytes, block -> block.length + 64L);
  }

  /** Columns of the full resolution. */
  public int width() {
    return layout.levels().getFirst().grid().width();
  }

  /** Rows of the full resolution. */
  public int height() {
    return layout.levels().getFirst().grid().height();
  }

  @Override
  public int bands() {
    return layout.levels().getFirst().bands();
  }

  @Override
  public SampleType type() {
    return layout.levels().getFirst().packing().type();
  }

  @Override
  public List<Window> levels() {
    return layout.levels().stream().map(RasterFile::whole).toList();
  }

  private static Window whole(Image image) {
    return new Window(0, 0, image.grid().width(), image.grid().height());
  }

  @Override
  public Optional<Georeference> georeference() {
    return layout.georeference();
  }

  @Override
  public Optional<Nodata> nodata() {
    return layout.nodata();
  }

  @Override
  public Scaling scaling(int band) {
    return new Scaling(layout.scales()[band], layout.offsets()[band]);
  }

  /** Whether the file says of each pixel whether it counts. */
  public boolean masked() {
    return !layout.masks().isEmpty();
  }

  @Override
  public List<Samples> read(int level, List<Integer> bands, Window window)
      throws RasterException, InterruptedException {
    Image image = layout.levels().get(level);
    check(image, window);
    for (int band : bands) {
      Objects.checkIndex(band, image.bands());
    }
    byte[] nothing = new byte[image.packing().type().bytes()];
    layout.nodata().ifPresent(n -> image.packing().type().put(nothing, 0, n.value()));
    return new WindowReader(image, window, nothing).read(bands, blocks);
  }

  /** The samples of one band in a window at full resolution. */
  public Samples read(int band, Window window) throws RasterException, InterruptedException {
    return read(0, List.of(band), window).getFirst();
  }

  @Override
  public Optional<Samples> mask(int level, Window window)
      throws RasterException, InterruptedException {
    Image image = layout.levels().get(level);
    check(image, window);
    Optional<Image> mask =
        layout.masks().stream().filter(m -> whole(m).equals(whole(image))).findFirst();
    if (mask.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new WindowReader(mask.get(), window, new byte[1]).read(List.of(0), blocks).getFirst());
  }

  private static void check(Image image, Window window) throws RasterException {
    if (window.empty()
        || !window.within(image.grid().width(), image.grid().height()).equals(window)) {
      throw new IndexOutOfBoundsException(window + " is not within " + whole(image));
    }
    if (window.pixels() > MOST_PIXELS) {
      throw new RasterException(
          Fault.TOO_LARGE,
          "A window of %d pixels; at most %d are read at once."
              .formatted(window.pixels(), MOST_PIXELS));
    }
  }

  /** All bands, for {@link #read(int, List, Window)}. */
  public List<Integer> allBands() {
    return IntStream.range(0, bands()).boxed().toList();
  }
}
