package dev.penstock.ndvi.scene;

import dev.penstock.raster.measure.PixelRule;
import dev.penstock.raster.measure.SceneReader;
import dev.penstock.raster.source.Access;
import dev.penstock.raster.source.BlockCache;
import dev.penstock.raster.source.Deadline;
import dev.penstock.raster.tiff.RasterFile;
import dev.penstock.stac.StacClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The way to catalogues and scenes; one for all jobs of a process, which share the blocks that they
 * read. Thread-safe.
 */
public final class Imagery {
  private final StacClient catalogues;
  private final Access access;
  private final boolean files;
  private final BlockCache<byte[]> blocks;
  private final Heads heads = new Heads();

  /**
   * @param files whether catalogues and scenes may be files of this machine
   * @param cacheBytes of unpacked blocks that are kept
   */
  public Imagery(StacClient catalogues, Access access, boolean files, long cacheBytes) {
    this.catalogues = catalogues;
    this.access = access;
    this.files = files;
    this.blocks = RasterFile.cache(cacheBytes);
  }

  /** Where searches go. */
  public StacClient catalogues() {
    return catalogues;
  }

  /** Reads fields out of scenes. */
  public SceneReader reader(PixelRule rule) {
    return new SceneReader(rule, blocks);
  }

  /** The files of a scene, to be read within a time; close them. */
  public SceneFiles open(Deadline deadline) {
    return new SceneFiles(access, files, heads, deadline);
  }

  /** Whether files of this machine may be meant. */
  public boolean files() {
    return files;
  }

  /** The catalogue that a text names: a URL, or a file where that is allowed; empty if neither. */
  public Optional<URI> catalogue(String text) {
    try {
      if (text.startsWith("http://") || text.startsWith("https://")) {
        return Optional.of(new URI(text));
      }
      Path file = Path.of(text);
      return files && Files.isRegularFile(file)
          ? Optional.of(file.toAbsolutePath().toUri())
          : Optional.empty();
    } catch (URISyntaxException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
