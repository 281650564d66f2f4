package dev.penstock.server.plant;

import dev.penstock.blob.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * The one folder that everything durable of a server lies in.
 *
 * <pre>
 * engine/      jobs, chunks, events: the control plane
 * blobs/       payloads, chunk results, result files: the data plane
 * features/    collections, as GeoPackage files
 * ledger/      ledgers of accounts, and prices
 * farms/       farms, and what was seen of them
 * plugin-data/ what pipelines of plugins keep
 * registry/    schedules, keys, subscriptions, deliveries
 * backups/     copies of all that, until somebody takes them elsewhere
 * uploads/     payloads that come in parts
 * server.json  the server that runs on the folder now, if one does
 * </pre>
 */
public record DataFolder(Path path) {
  /** The folder, made if there is none. */
  public static DataFolder at(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
      throw new NotDirectoryException(absolute.toString());
    }
    Folders.make(absolute);
    return new DataFolder(absolute);
  }

  Path engine() throws IOException {
    return Folders.make(path.resolve("engine"));
  }

  Path blobs() throws IOException {
    return Folders.make(path.resolve("blobs"));
  }

  Path features() throws IOException {
    return Folders.make(path.resolve("features"));
  }

  Path ledger() throws IOException {
    return Folders.make(path.resolve("ledger"));
  }

  Path farms() throws IOException {
    return Folders.make(path.resolve("farms"));
  }

  /** Where plugins keep what they keep; made by them. */
  Path pluginData() {
    return path.resolve("plugin-data");
  }

  /** Where what operators set up is kept. */
  public Path registry() throws IOException {
    return Files.createDirectories(path.resolve("registry"));
  }

  /** Where payloads lie that come in parts; made by the first of them. */
  Path uploads() {
    return path.resolve("uploads");
  }

  /** Where back-ups lie; made by the first of them. */
  public Path backups() {
    return path.resolve("backups");
  }

  /** Removes the folder with everything in it. Only when nothing is open any more. */
  public void delete() throws IOException {
    Folders.delete(path);
  }

  /** Where {@link RunningServer} is written. */
  public Path serverFile() {
    return path.resolve("server.json");
  }
}
