package dev.penstock.server.plant;

import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.TreeCopy;
import dev.penstock.engine.sqlite.EnginePicture;
import dev.penstock.engine.sqlite.SqliteEngine;
import dev.penstock.server.backup.Source;
import dev.penstock.store.embedded.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data folder, copied while everything in it works.
 *
 * <p>The order makes the copy right. The registry is of the moment before the engine, so that a
 * slot of a schedule is submitted again rather than left out, which its key makes harmless. The
 * engine is of one moment. No blob is deleted from before that moment until all are linked, so
 * whatever the engine's copy names is there. The stores are of later moments: they may have rows
 * that the engine's copy does not know to be written, as after a kill, and refuse them when they
 * come again. What was claimed at the engine's moment is taken back when the copy is opened.
 */
record PlantCopy(DataFolder data, SqliteEngine engine, FileBlobStore blobs, Features features)
    implements Source {

  @Override
  public void copyTo(Path target) throws IOException {
    var copy = new DataFolder(target);
    blobs.keepingAll(() -> jobsTo(copy));
    features.copyTo(copy.features());
    write(data.ledger().resolve("ledger.db"), copy.ledger());
    write(data.farms().resolve("farms.db"), copy.farms());
    if (Files.isDirectory(data.pluginData())) {
      TreeCopy.copies(data.pluginData(), copy.pluginData());
    }
  }

  private void jobsTo(DataFolder copy) throws IOException {
    try (Picture registry = Picture.of(data.registry().resolve("registry.db"));
        EnginePicture jobs = engine.picture()) {
      blobs.copyTo(copy.blobs());
      jobs.writeTo(copy.engine());
      registry.writeTo(copy.registry());
    }
  }

  private static void write(Path file, Path folder) throws IOException {
    try (Picture picture = Picture.of(file)) {
      picture.writeTo(folder);
    }
  }
}
