package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.geometry.report.Codes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/validation.md is what the code says. */
class ValidationPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("penstock.root")).resolve("docs/validation.md");

  private static final String HEAD =
      """
      # Validation

      Each feature is read against every rule of [RFC 7946](https://www.rfc-editor.org/rfc/rfc7946), and its polygons against those of
      OGC Simple Features. All its defects are found, not only the first; the first 16 (`max-defects`) are told with their places, all
      are counted. Where the text cannot be read on, or there is no geometry to speak of, polygons are not looked at.

      ## Levels

      | `level` | |
      | --- | --- |
      | `lenient` | what can be understood is mended, and counts as repaired |
      | `rfc7946` | the musts of the RFC are errors, unless there is a known way to mend them; its shoulds are warnings |
      | `strict` | every warning is an error, and nothing of the structure is mended |

      An error makes the feature a reject. A repairable defect is mended, or with `on-invalid=reject` makes it one. Polygons that are not
      valid are repairable at every level: `on-invalid` decides. Ranges, the antimeridian and boxes of degrees are looked at only
      where the payload is in degrees.

      ## Results

      Where something was found, the job has three results more.

      - `validation.json`: by code, in how many features and how often.
      - `validation.jsonl`: a line for each feature that something was found in, with its index in the payload, its id, its first byte
        and what became of it, and for each defect the code, section, byte, JSON pointer and coordinate. Bytes are those of the payload
        once it is unpacked; the byte of a polygon's defect is where its ring begins. What belongs to the payload as a whole has the index -1.
      - `error-points.geojson`: a point in WGS 84 for each defect that has a place, for QGIS and others.

      Rejects carry their defects as well, also those of a job that publishes nothing. Features that were read by an attempt that a
      crash cut short are told once.

      ## Codes

      This table is written by a test; [CONTRIBUTING](../CONTRIBUTING.md) says how to write it anew. A section without a name is
      one of RFC 7946.

      | code | section | lenient | rfc7946 | strict | rule |
      | --- | --- | --- | --- | --- | --- |
      """;

  @Test
  void thePageIsWhatTheCodeSays() throws IOException {
    var page = new StringBuilder(HEAD);
    for (Codes.Line line : Codes.all()) {
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  line.code(), line.section(), String.join(" | ", line.levels()), line.sentence()));
    }
    if (Boolean.getBoolean("penstock.docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page.toString());
  }
}
