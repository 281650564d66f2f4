package dev.penstock.geometry;

import dev.penstock.formats.Format;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The input {@code formats}: which files a job leaves beside its GeoPackage. */
final class ExportFormats {
  /** Always there, because the store keeps features so. */
  private static final String GEOPACKAGE = "geopackage";

  static final Input INPUT =
      Input.of(
              "formats",
              new InputKind.Text(Pattern.compile("[a-z]+(,[a-z]+)*"), 200, "list of formats"),
              null,
              "result files besides the GeoPackage, with commas between: "
                  + String.join(", ", words()))
          .checkedBy(ExportFormats::problem);

  static final Input PRECISION =
      Input.of(
          "precision",
          new InputKind.Whole(0, 15),
          null,
          "decimals of coordinates in GeoJSON files; if not given, seven where they were transformed to WGS 84, else as many as they have");

  /** Endings that other programs give the same formats. */
  private static final Map<Format, String> ALSO =
      Map.of(Format.GEOJSON, "json", Format.GEOJSONSEQ, "geojsonl", Format.GEOBUF, "geobuf");

  private ExportFormats() {}

  /** The format that an ending asks for; of two endings of one format, ours stands first. */
  static SequencedMap<String, String> endings() {
    var endings = new LinkedHashMap<String, String>();
    endings.put("gpkg", GEOPACKAGE);
    for (Format format : Format.values()) {
      endings.put(format.ending(), format.word());
      if (ALSO.containsKey(format)) {
        endings.put(ALSO.get(format), format.word());
      }
    }
    return endings;
  }

  /** What the result file of a format is called. */
  static String file(String format) {
    return Arrays.stream(Format.values())
        .filter(each -> each.word().equals(format))
        .findFirst()
        .map(each -> "features." + each.ending())
        .orElse("features.gpkg");
  }

  /** Those that were asked for, each once. */
  static Set<Format> of(InputValues values) {
    var wanted = new TreeSet<Format>();
    for (String word : values.optional("formats").orElse(GEOPACKAGE).split(",", -1)) {
      Arrays.stream(Format.values()).filter(each -> each.word().equals(word)).forEach(wanted::add);
    }
    return wanted;
  }

  private static List<String> words() {
    return Arrays.stream(Format.values()).map(Format::word).toList();
  }

  private static Optional<Problem> problem(String value) {
    var known = new ArrayList<>(words());
    known.add(GEOPACKAGE);
    return Arrays.stream(value.split(",", -1))
        .filter(word -> !known.contains(word))
        .findFirst()
        .map(
            word ->
                new Problem(
                    "input.invalid",
                    "formats=%s: there is no format '%s'. %s"
                        .formatted(
                            value,
                            word,
                            Nearest.to(word, known)
                                .map(near -> "Did you mean " + near + "?")
                                .orElse("There are " + String.join(", ", known) + "."))));
  }
}
