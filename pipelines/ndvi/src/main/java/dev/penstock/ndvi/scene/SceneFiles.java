package dev.penstock.ndvi.scene;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.measure.Reflectance;
import dev.penstock.raster.measure.Scene;
import dev.penstock.raster.measure.SceneBand;
import dev.penstock.raster.source.Access;
import dev.penstock.raster.source.Deadline;
import dev.penstock.raster.source.FileSource;
import dev.penstock.raster.source.HttpSource;
import dev.penstock.raster.source.RangeSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The files that one chunk reads, each opened once. Used by one thread. */
public final class SceneFiles implements AutoCloseable {
  private final Access access;
  private final boolean files;
  private final Deadline deadline;
  private final Map<String, HttpSource> remote = new HashMap<>();
  private final Map<String, FileSource> local = new HashMap<>();

  private final Heads heads;
  private boolean begun;

  SceneFiles(Access access, boolean files, Heads heads, Deadline deadline) {
    this.access = access;
    this.files = files;
    this.heads = heads;
    this.deadline = deadline;
  }

  /** What reading has cost so far. */
  public record Cost(int requests, long bytes) {}

  /** The scene, ready to be read. */
  public Scene scene(SceneOrder order) throws RasterException, InterruptedException {
    var bands = new HashMap<String, SceneBand>();
    for (SceneOrder.Band band : order.bands()) {
      SceneOrder.Meaning meaning = band.meaning();
      Optional<Reflectance> reflectance =
          meaning == null
              ? Optional.empty()
              : Optional.of(new Reflectance(meaning.scale(), meaning.offset(), meaning.floor()));
      bands.put(band.name(), new SceneBand(source(band.href()), band.band(), reflectance));
    }
    String classes = order.classification();
    Optional<RangeSource> classified =
        classes == null ? Optional.empty() : Optional.of(source(classes));
    if (!begun) {
      heads.read(remote, deadline);
      begun = true;
    }
    return new Scene(bands, classified);
  }

  private RangeSource source(String href) throws RasterException {
    URI uri = URI.create(href);
    if (!"file".equals(uri.getScheme())) {
      return remote.computeIfAbsent(href, each -> access.source(uri, deadline));
    }
    FileSource known = local.get(href);
    if (known != null) {
      return known;
    }
    if (!files) {
      throw new RasterException(Fault.DENIED, "Files of this machine are not read from here.");
    }
    FileSource opened = FileSource.open(Path.of(uri));
    local.put(href, opened);
    return opened;
  }

  /** What it has cost so far. */
  public Cost cost() {
    return new Cost(
        remote.values().stream().mapToInt(HttpSource::requests).sum(),
        remote.values().stream().mapToLong(HttpSource::bytes).sum());
  }

  @Override
  public void close() throws RasterException {
    for (FileSource file : local.values()) {
      file.close();
    }
  }
}
