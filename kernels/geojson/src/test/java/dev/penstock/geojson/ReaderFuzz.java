package dev.penstock.geojson;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What must hold for any bytes at all: nothing throws, the size of a buffer changes nothing, what
 * is taken for JSON is JSON, and a feature that is JSON breaks the rules that {@link RuleOracle}
 * says. Jazzer finds the bytes; {@link FuzzTest} runs it.
 */
public final class ReaderFuzz {
  private static final CutLimits LIMITS = new CutLimits(1 << 20, 64);

  private ReaderFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    List<Cut> cuts = cut(data, FeatureCutter.DEFAULT_BUFFER_BYTES);
    if (!cuts.equals(cut(data, 64))) {
      throw new AssertionError("another buffer, other cuts");
    }
    unwrap(data);
    var reader = new FeatureReader(new ReadLimits(10_000, 1_000, 64, 1_000));
    long before = 0;
    for (Cut cut : cuts) {
      if (cut instanceof FeatureSpan span) {
        if (span.offset() < before || span.offset() + span.length() > data.length) {
          throw new AssertionError("a span that overlaps or leaves the payload: " + span);
        }
        before = span.offset() + span.length();
        read(reader, data, span);
      }
    }
    read(reader, data, new FeatureSpan(0, data.length, 0, 0));
  }

  private static List<Cut> cut(byte[] data, int buffer) {
    try {
      var cutter =
          new FeatureCutter(new ByteArrayInputStream(data), LIMITS, CutCursor.START, buffer);
      var cuts = new ArrayList<Cut>();
      Cut cut;
      do {
        cut = cutter.next();
        cuts.add(cut);
      } while (!(cut instanceof CutEnd || cut instanceof CutFailure));
      return cuts;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void unwrap(byte[] data) {
    try (var in =
        GeoJsonInput.open(new ByteArrayInputStream(data), new InputLimits(1 << 20, 0, 50))) {
      in.readAllBytes();
    } catch (PayloadException e) {
      if (e.rule().scope() != Rule.Scope.DOCUMENT) {
        throw new AssertionError(e);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void read(FeatureReader reader, byte[] data, FeatureSpan span) {
    int from = (int) span.offset();
    int to = from + (int) span.length();
    FeatureDraft draft = reader.read(data, from, to, span.offset(), span.index());
    for (Defect defect : draft.defects()) {
      if (defect.byteOffset() < from || defect.byteOffset() > to) {
        throw new AssertionError("a defect outside of its feature: " + defect);
      }
    }
    if (draft.isJson()) {
      compare(draft, new String(data, from, to - from, StandardCharsets.UTF_8));
    }
  }

  private static void compare(FeatureDraft draft, String text) {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      String why = String.valueOf(e.getMessage());
      // Limits of its own, and half a character in a name, which RFC 8259 allows.
      if (why.contains("surrogate") || why.contains("exceeds the maximum")) {
        return;
      }
      throw new AssertionError("taken for JSON: " + text, e);
    }
    boolean plain =
        draft.defects().stream()
            .noneMatch(
                defect ->
                    defect.code().startsWith("json.")
                        || defect.rule() == Rule.NUMBER_OVERFLOW
                        || defect.rule() == Rule.CRS_CONFLICT);
    if (plain && !draft.rejected()) {
      Set<String> found =
          draft.defects().stream().map(Defect::code).collect(Collectors.toCollection(TreeSet::new));
      if (!found.equals(RuleOracle.codes(json))) {
        throw new AssertionError(found + " but " + RuleOracle.codes(json) + " of " + text);
      }
    }
  }
}
