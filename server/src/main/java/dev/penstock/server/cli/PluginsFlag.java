package dev.penstock.server.cli;

import dev.penstock.server.plant.Plugins;
import java.util.List;

/**
 * {@code --plugins}, which has to be known before there are commands: plugins bring some of them.
 * What is wrong with it is said when the commands are there.
 */
final class PluginsFlag {
  static final String NAME = "--plugins";

  private PluginsFlag() {}

  /** Notes the folder that is named, for the rest of this process. */
  static void read(String... words) {
    List<String> flags = List.of(words);
    int end = flags.indexOf("--");
    for (int i = 0; i < (end < 0 ? flags.size() : end); i++) {
      String word = flags.get(i);
      if (word.startsWith(NAME + "=")) {
        System.setProperty(Plugins.NAMED, word.substring(NAME.length() + 1));
      } else if (word.equals(NAME) && i + 1 < flags.size()) {
        System.setProperty(Plugins.NAMED, flags.get(i + 1));
      }
    }
  }
}
