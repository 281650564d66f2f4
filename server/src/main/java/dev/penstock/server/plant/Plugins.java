package dev.penstock.server.plant;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineSource;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines out of the jars in the plugins folder: the one that {@code --plugins} or {@code
 * PENSTOCK_PLUGINS} names, else {@code plugins} beside the launcher. Never one of the working
 * directory that nobody named: whoever runs a command there would run the code of whoever filled
 * it. All jars share one class loader above Penstock's own.
 */
public final class Plugins {
  /** The system property that holds the folder of {@code --plugins}. */
  public static final String NAMED = "penstock.plugins";

  private static @Nullable Plugins found;

  private final Path folder;
  private final List<PipelineSource> sources;

  private Plugins(Path folder, List<PipelineSource> sources) {
    this.folder = folder;
    this.sources = sources;
  }

  /** Those of this process; found once. */
  static synchronized Plugins found() {
    Plugins plugins = found == null ? look() : found;
    found = plugins;
    return plugins;
  }

  private static Plugins look() {
    String named = System.getProperty(NAMED, System.getenv("PENSTOCK_PLUGINS"));
    if (named != null && !named.isEmpty()) {
      return named(Path.of(named));
    }
    String home = System.getProperty("penstock.home");
    return home == null ? new Plugins(Path.of(""), List.of()) : in(Path.of(home, "plugins"));
  }

  private static Plugins named(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw PluginException.noFolder(folder);
    }
    return in(folder);
  }

  /**
   * Those of a folder, in the order of the jars' names; none when there is no such folder.
   *
   * @throws PluginException when a jar cannot be read or names a class that is not there
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
    } catch (ServiceConfigurationError | LinkageError | IOException e) {
      throw PluginException.unfit(folder, e);
    }
  }

  /** Their pipelines. */
  List<Pipeline> pipelines(Path home) {
    var pipelines = new ArrayList<Pipeline>();
    for (PipelineSource source : sources) {
      try {
        pipelines.addAll(source.pipelines(home));
      } catch (RuntimeException | LinkageError e) {
        throw PluginException.failed(source.getClass().getName(), folder, e);
      }
    }
    return List.copyOf(pipelines);
  }

  /** A class loader passes over a file that it cannot read; so each is looked into first. */
  private static URL url(Path jar) {
    try (var _ = new JarFile(jar.toFile())) {
      return jar.toUri().toURL();
    } catch (IOException e) {
      throw PluginException.broken(jar, e);
    }
  }
}
