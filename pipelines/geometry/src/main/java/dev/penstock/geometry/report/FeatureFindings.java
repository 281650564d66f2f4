package dev.penstock.geometry.report;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one feature.
 *
 * @param item index in the payload, from 0
 * @param id as JSON text
 * @param offset of its first byte in the uncompressed payload
 * @param outcome in one word: ok, repaired or rejected
 * @param told the first defects, up to a limit
 * @param counts how many defects of each code, also those that are not told
 * @param repairs codes of how it was repaired
 */
public record FeatureFindings(
    long item,
    @Nullable String id,
    long offset,
    long length,
    String outcome,
    List<Told> told,
    SortedMap<String, Long> counts,
    List<String> repairs) {
  public FeatureFindings {
    told = List.copyOf(told);
    counts = new TreeMap<>(counts);
    repairs = List.copyOf(repairs);
  }

  /** All defects. */
  long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The defects as a member for another JSON object, behind a comma. */
  public String asMember() {
    var json = new JsonLine().open('{');
    defects(json);
    String object = json.close('}').toString();
    return "," + object.substring(1, object.length() - 1);
  }

  /** One line of the report, without its end. */
  String line() {
    var json = new JsonLine().open('{').number("item", item);
    if (id != null) {
      json.raw("id", id);
    }
    json.number("byte", offset).number("length", length).text("outcome", outcome);
    json.number("count", count());
    defects(json);
    if (!repairs.isEmpty()) {
      json.name("repairs").open('[');
      repairs.forEach(json::text);
      json.close(']');
    }
    return json.close('}').toString();
  }

  private void defects(JsonLine json) {
    json.name("defects").open('[');
    for (Told one : told) {
      json.open('{').text("code", one.code()).text("severity", one.severity());
      String section = Codes.section(one.code());
      if (!section.isEmpty()) {
        json.text("section", section);
      }
      json.text("message", one.message()).number("byte", one.byteOffset()).text("path", one.path());
      if (one.located()) {
        json.name("at").open('[').number(one.x()).number(one.y()).close(']');
      }
      json.close('}');
    }
    json.close(']');
  }

  /** A point for the map, at this place in WGS 84. */
  String point(Told one, double longitude, double latitude) {
    var json = new JsonLine().open('{').text("type", "Feature").name("geometry");
    json.open('{').text("type", "Point").name("coordinates").open('[');
    json.number(longitude).number(latitude).close(']').close('}').name("properties").open('{');
    json.text("code", one.code()).text("severity", one.severity()).text("message", one.message());
    json.number("item", item).text("id", id == null ? "" : id).text("outcome", outcome);
    return json.text("path", one.path())
        .number("byte", one.byteOffset())
        .close('}')
        .close('}')
        .toString();
  }

  /** What the feature adds to the sums: one feature, and so many defects, of each code. */
  void addTo(Map<String, long[]> sums) {
    counts.forEach(
        (code, defects) -> {
          long[] sum = sums.computeIfAbsent(code, _ -> new long[2]);
          sum[0]++;
          sum[1] += defects;
        });
  }
}
