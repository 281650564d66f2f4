package dev.penstock.geojson;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A whole document cut: its items and how it ended. */
record Cuts(List<Cut> items, Cut end) {
  private static final int MAX_ITEMS = 1_000_000;

  static Cuts of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8), FeatureCutter.DEFAULT_BUFFER_BYTES);
  }

  static Cuts of(byte[] text, int bufferBytes) {
    return of(new ByteArrayInputStream(text), CutLimits.DEFAULT, CutCursor.START, bufferBytes);
  }

  static Cuts of(InputStream in, CutLimits limits, CutCursor cursor, int bufferBytes) {
    FeatureCutter cutter = new FeatureCutter(in, limits, cursor, bufferBytes);
    List<Cut> items = new ArrayList<>();
    try {
      Cut cut = cutter.next();
      while (!(cut instanceof CutEnd || cut instanceof CutFailure)) {
        items.add(cut);
        if (items.size() > MAX_ITEMS) {
          throw new AssertionError("the cutter does not end");
        }
        cut = cutter.next();
      }
      return new Cuts(items, cut);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean whole() {
    return end instanceof CutEnd;
  }

  /** The code of the failure; empty where the document is whole. */
  String code() {
    return end instanceof CutFailure failure ? failure.code() : "";
  }

  CutEnd endOrFail() {
    if (end instanceof CutEnd whole) {
      return whole;
    }
    throw new AssertionError("the document was not whole: " + end);
  }

  List<FeatureSpan> spans() {
    return items.stream().map(FeatureSpan.class::cast).toList();
  }

  /** The texts of the items. */
  List<String> texts(byte[] document) {
    return spans().stream()
        .map(s -> new String(document, (int) s.offset(), (int) s.length(), StandardCharsets.UTF_8))
        .toList();
  }
}
