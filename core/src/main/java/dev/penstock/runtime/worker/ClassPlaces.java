package dev.penstock.runtime.worker;

import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a plugin's classes lie, which the class path of this process does not name. */
final class ClassPlaces {
  private ClassPlaces() {}

  /** Jars and folders of the class loaders that found a class, nearest first. */
  static List<String> beyondClassPath(Class<?> type) {
    var places = new ArrayList<String>();
    @Nullable ClassLoader loader = type.getClassLoader();
    while (loader != null && loader != ClassLoader.getSystemClassLoader()) {
      if (loader instanceof URLClassLoader plugin) {
        Arrays.stream(plugin.getURLs()).map(ClassPlaces::path).forEach(places::add);
      }
      loader = loader.getParent();
    }
    return places;
  }

  private static String path(URL place) {
    try {
      return Path.of(place.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a place of classes: " + place, e);
    }
  }
}
