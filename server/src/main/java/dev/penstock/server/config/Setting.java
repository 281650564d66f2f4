package dev.penstock.server.config;

/**
 * One declared setting. From this line come the key in the file, the environment variable, the
 * flag, the check and the docs.
 *
 * @param key dotted, lower case, hyphens inside words: {@code http.max-body}
 * @param fallback the value when none is given, as text
 * @param help one line
 */
public record Setting(String key, SettingKind kind, String fallback, String help) {
  /** {@code PENSTOCK_HTTP_MAX_BODY}. */
  public String variable() {
    return "PENSTOCK_" + Keys.folded(key).toUpperCase(java.util.Locale.ROOT);
  }

  /** {@code --http.max-body}. */
  public String flag() {
    return "--" + key;
  }
}
