package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the headers tell about coding: those of the file for all tiles, and those of a tile, which
 * go before them. Not thread-safe.
 */
final class Parameters {
  private static final int PRECINCTS = 1;
  private static final int SOP = 2;
  private static final int EPH = 4;
  private static final int MOST_ORDERS = 32;

  private final int components;
  private final @Nullable Coding[] codings;
  private final @Nullable Quantization[] quantizations;

  /** Which of them a segment for that one component has told in this header. */
  private final boolean[] codingOwn;

  private final boolean[] quantizationOwn;
  private @Nullable Style style;
  private List<Progression> progressions = List.of();

  /** Whether this header has told an order of its own, to which further ones are added. */
  private boolean ordered;

  /** What all components of a tile share. */
  record Style(int order, int layers, boolean mixed, boolean sop, boolean eph) {}

  Parameters(int components) {
    this.components = components;
    this.codings = new Coding[components];
    this.quantizations = new Quantization[components];
    this.codingOwn = new boolean[components];
    this.quantizationOwn = new boolean[components];
  }

  /** A start for the header of a tile. */
  Parameters copy() {
    Parameters copy = new Parameters(components);
    System.arraycopy(codings, 0, copy.codings, 0, components);
    System.arraycopy(quantizations, 0, copy.quantizations, 0, components);
    copy.style = style;
    copy.progressions = progressions;
    return copy;
  }

  /** Reads one segment; those that say nothing about coding are passed over. */
  void read(int marker, Segment segment) throws RasterException {
    switch (marker) {
      case Marker.COD -> all(segment);
      case Marker.COC -> {
        int component = component(segment);
        codings[component] = Coding.read(segment, (segment.u8() & PRECINCTS) != 0);
        codingOwn[component] = true;
      }
      case Marker.QCD -> {
        Quantization quantization = Quantization.read(segment);
        fill(quantizations, quantization, quantizationOwn);
      }
      case Marker.QCC -> {
        int component = component(segment);
        quantizations[component] = Quantization.read(segment);
        quantizationOwn[component] = true;
      }
      case Marker.POC -> order(segment);
      case Marker.RGN -> throw Defects.unsupported("Regions of interest.");
      case Marker.PPM, Marker.PPT -> throw Defects.unsupported("Packed packet headers.");
      case Marker.CAP -> throw Defects.unsupported("High throughput JPEG 2000.");
      default -> {
        // Comments and lengths, which we do not need.
      }
    }
  }

  private void all(Segment segment) throws RasterException {
    int flags = segment.u8();
    int order = segment.u8();
    int layers = segment.u16();
    int mixed = segment.u8();
    if (order > 4 || layers == 0 || mixed > 1) {
      throw Defects.malformed(
          "Progression %d, %d layers, transform %d.".formatted(order, layers, mixed));
    }
    style = new Style(order, layers, mixed == 1, (flags & SOP) != 0, (flags & EPH) != 0);
    fill(codings, Coding.read(segment, (flags & PRECINCTS) != 0), codingOwn);
  }

  private static <T> void fill(@Nullable T[] all, T value, boolean[] own) {
    for (int i = 0; i < all.length; i++) {
      if (!own[i]) {
        all[i] = value;
      }
    }
  }

  private int number(Segment segment) throws RasterException {
    return components < 257 ? segment.u8() : segment.u16();
  }

  private int component(Segment segment) throws RasterException {
    int component = number(segment);
    if (component >= components) {
      throw Defects.malformed("Coding is told for band %d of %d.".formatted(component, components));
    }
    return component;
  }

  private void order(Segment segment) throws RasterException {
    List<Progression> told = new ArrayList<>(ordered ? progressions : List.of());
    int size = components < 257 ? 7 : 9;
    while (segment.left() >= size) {
      int firstResolution = segment.u8();
      int firstComponent = number(segment);
      int layers = segment.u16();
      int resolutions = segment.u8();
      int ends = number(segment);
      int order = segment.u8();
      if (order > 4) {
        throw Defects.malformed("Progression %d.".formatted(order));
      }
      // In one byte, 0 stands for 256.
      int end = ends == 0 ? components : Math.min(ends, components);
      told.add(new Progression(order, layers, firstResolution, resolutions, firstComponent, end));
    }
    if (told.size() > MOST_ORDERS) {
      throw Defects.tooLarge("Packets change their order %d times.".formatted(told.size()));
    }
    progressions = List.copyOf(told);
    ordered = true;
  }

  Coding coding(int component) throws RasterException {
    return required(codings[component]);
  }

  Quantization quantization(int component) throws RasterException {
    return required(quantizations[component]);
  }

  Style style() throws RasterException {
    return required(style);
  }

  private static <T> T required(@Nullable T told) throws RasterException {
    if (told == null) {
      throw Defects.malformed("The headers do not tell how samples are coded.");
    }
    return told;
  }

  /** The order of packets: as changed by the headers, or one for all. */
  List<Progression> progressions() throws RasterException {
    if (!progressions.isEmpty()) {
      return progressions;
    }
    Style shared = style();
    return List.of(
        new Progression(shared.order(), shared.layers(), 0, Integer.MAX_VALUE, 0, components));
  }

  /** The fewest decompositions of any component. */
  int levels() throws RasterException {
    int fewest = required(codings[0]).levels();
    for (Coding coding : Arrays.asList(codings)) {
      fewest = Math.min(fewest, Objects.requireNonNull(coding).levels());
    }
    return fewest;
  }
}
