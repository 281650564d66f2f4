package dev.penstock.server.config;

import java.util.List;

/** Writes {@code docs/configuration.md} from the declaration. */
public final class ConfigurationPage {
  private static final String HEAD =
      """
      # Configuration

      Settings come from `penstock.toml`, then the environment, then flags; the later one wins. A key that
      does not exist stops the start, and the message names the nearest one that does. `penstock config`
      prints every value and where it came from.

      ```toml
      data = "/var/lib/penstock"

      [http]
      port = 9090
      max-body = "1GiB"

      [stages.geometry.refine]
      concurrency = 4
      ```

      The same in the environment is `PENSTOCK_HTTP_PORT=9090`, as a flag `--http.port=9090`. Sizes take the
      units B, KiB, MiB, GiB and TiB; durations are ISO 8601, for example `PT30S` or `P7D`.

      | key | environment | kind | default | what it does |
      | --- | --- | --- | --- | --- |
      """;

  private ConfigurationPage() {}

  /** The whole page. */
  public static String text() {
    var page = new StringBuilder(HEAD);
    for (Setting setting : Settings.fixed()) {
      row(page, setting);
    }
    row(
        page,
        new Setting(
            Settings.concurrency("<pipeline>", "<stage>"),
            SettingKind.WHOLE,
            "set by the pipeline",
            "Chunks of that stage that run at once."));
    return page.toString();
  }

  private static void row(StringBuilder page, Setting setting) {
    List<String> cells =
        List.of(
            "`" + setting.key() + "`",
            "`" + setting.variable() + "`",
            setting.kind().label(),
            "`" + setting.fallback() + "`",
            setting.help());
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
