package dev.penstock.server.plant;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A jar in the plugins folder cannot be used; the message names it and says what to do. */
public final class PluginException extends RuntimeException {
  PluginException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static PluginException noFolder(Path folder) {
    return new PluginException(
        "There is no folder '%s', which --plugins or PENSTOCK_PLUGINS names.".formatted(folder),
        null);
  }

  /** A file that is called a jar and cannot be read as one. */
  static PluginException broken(Path jar, Throwable why) {
    return new PluginException(
        "'%s' is no jar that can be read: %s. Build it again, or take it away."
            .formatted(jar, said(why)),
        why);
  }

  /** A class that is named, and is not there or does not load. */
  static PluginException unfit(Path folder, Throwable why) {
    return new PluginException(
        "The plugins in '%s' cannot be used: %s.".formatted(folder, said(why)), why);
  }

  /** A source that throws when it is asked for its pipelines. */
  static PluginException failed(String source, Path folder, Throwable why) {
    return new PluginException(
        "Plugin %s in '%s' does not work: %s.".formatted(source, folder, why), why);
  }

  private static String said(Throwable why) {
    String message = why.getMessage();
    String cause = why.getCause() == null ? "" : " (" + why.getCause() + ")";
    return (message == null ? why.getClass().getSimpleName() : message) + cause;
  }
}
