package dev.penstock.server.geometry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Payloads for tests. */
final class Payloads {
  private Payloads() {}

  /** A unit square at (i, 0); every {@code bowtieEvery}-th is a bowtie. */
  static String square(int i, int bowtieEvery) {
    boolean bowtie = bowtieEvery > 0 && i % bowtieEvery == 0;
    double x = i % 170;
    String ring =
        bowtie
            ? "[[%1$s,0],[%2$s,1],[%2$s,0],[%1$s,1],[%1$s,0]]"
            : "[[%1$s,0],[%2$s,0],[%2$s,1],[%1$s,1],[%1$s,0]]";
    return "{\"type\":\"Feature\",\"id\":%d,\"properties\":{\"n\":%d,\"t\":\"ü%d\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[%s]}}"
        .formatted(i, i, i, ring.formatted(x, x + 0.5));
  }

  static String collection(int features, int bowtieEvery) {
    return IntStream.range(0, features)
        .mapToObj(i -> square(i, bowtieEvery))
        .collect(Collectors.joining(",\n", "{\"type\":\"FeatureCollection\",\"features\":[", "]}"));
  }

  static String lines(int features) {
    return IntStream.range(0, features)
        .mapToObj(i -> square(i, 0))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  static String sequence(int features) {
    return IntStream.range(0, features)
        .mapToObj(i -> "\u001e" + square(i, 0) + "\n")
        .collect(Collectors.joining());
  }

  static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
