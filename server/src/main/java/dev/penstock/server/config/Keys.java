package dev.penstock.server.config;

import java.util.Locale;

/** Compares keys as people write them: case, dots, hyphens and underscores mean the same. */
final class Keys {
  private Keys() {}

  static String folded(String key) {
    return key.toLowerCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
