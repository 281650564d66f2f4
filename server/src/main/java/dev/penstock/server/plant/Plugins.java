package dev.penstock.server.plant;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Pipelines out of the jars in the plugins folder: {@code plugins} where the command runs, or the
 * folder that {@code PENSTOCK_PLUGINS} names. All jars share one class loader above Penstock's own.
 */
public final class Plugins {
  private final Path folder;
  private final List<PipelineSource> sources;

  private Plugins(Path folder, List<PipelineSource> sources) {
    this.folder = folder;
    this.sources = sources;
  }

  /** Those of this process; found once. */
  static Plugins found() {
    return Found.PLUGINS;
  }

  private static final class Found {
    static final Plugins PLUGINS =
        in(Path.of(System.getenv().getOrDefault("PENSTOCK_PLUGINS", "plugins")));
  }

  /**
   * Those of a folder, in the order of the jars' names; none when there is no such folder.
   *
   * @throws IllegalStateException when a jar cannot be read or names a class that is not there; the
   *     message says which
   */
  static Plugins in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return new Plugins(folder, List.of());
    }
    try (Stream<Path> files = Files.list(folder)) {
      URL[] jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted()
              .map(Plugins::url)
              .toArray(URL[]::new);
      // Open as long as the process: classes are read from it when they are first used.
      var loader = new URLClassLoader("plugins", jars, Plugins.class.getClassLoader());
      var sources = new ArrayList<PipelineSource>();
      ServiceLoader.load(PipelineSource.class, loader).forEach(sources::add);
      return new Plugins(folder, List.copyOf(sources));
    } catch (ServiceConfigurationError | IOException e) {
      throw new IllegalStateException(
          "The plugins in '%s' cannot be used: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** Their pipelines. */
  List<Pipeline> pipelines(Path home) {
    var pipelines = new ArrayList<Pipeline>();
    for (PipelineSource source : sources) {
      try {
        pipelines.addAll(source.pipelines(home));
      } catch (RuntimeException | LinkageError e) {
        throw new IllegalStateException(
            "Plugin %s in '%s' does not work: %s".formatted(source.getClass().getName(), folder, e),
            e);
      }
    }
    return List.copyOf(pipelines);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
