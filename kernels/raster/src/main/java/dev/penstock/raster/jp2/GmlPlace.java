package dev.penstock.raster.jp2;

import dev.penstock.raster.pixel.Affine;
import dev.penstock.raster.pixel.Georeference;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Where an image lies, by the rectified grid of GMLJP2. The grid's origin is the centre of the
 * first pixel.
 */
final class GmlPlace {
  private static final Pattern EPSG = Pattern.compile("(?i)EPSG(?::|/)[^:/]*(?::|/)(\\d{1,6})$");
  private static final Pattern SHORT = Pattern.compile("(?i)EPSG:(\\d{1,6})$");

  private final List<double[]> vectors = new ArrayList<>();
  private double[] origin = {};
  private String system = "";
  private boolean inGrid;

  private GmlPlace() {}

  /** Empty where the text tells no place, or is no GML. */
  static Optional<Georeference> read(String text) {
    // Other boxes of text are not looked into.
    if (!text.contains("RectifiedGrid")) {
      return Optional.empty();
    }
    GmlPlace place = new GmlPlace();
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(trimmed(text)));
      while (reader.hasNext() && place.vectors.size() < 2) {
        place.event(reader, reader.next());
      }
    } catch (XMLStreamException | NumberFormatException e) {
      return Optional.empty();
    }
    return place.place();
  }

  /** Some writers end the text with a zero byte. */
  private static String trimmed(String text) {
    int from = Math.max(0, text.indexOf('<'));
    return text.substring(from, text.lastIndexOf('>') + 1);
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private void event(XMLStreamReader reader, int event) throws XMLStreamException {
    if (event != XMLStreamConstants.START_ELEMENT) {
      return;
    }
    String name = reader.getLocalName();
    if (name.equals("RectifiedGrid")) {
      inGrid = true;
    }
    String told = reader.getAttributeValue(null, "srsName");
    // That of the grid goes before that of what it bounds.
    if (told != null && (system.isEmpty() || inGrid)) {
      system = told;
    }
    if (inGrid) {
      switch (name) {
        case "pos", "coordinates" -> origin = numbers(reader.getElementText());
        case "offsetVector" -> vectors.add(numbers(reader.getElementText()));
        default -> {
          // Limits and names of axes.
        }
      }
    }
  }

  private static double[] numbers(String text) {
    String[] words = text.strip().split("[\\s,]+", -1);
    double[] numbers = new double[Math.min(2, words.length)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Double.parseDouble(words[i]);
    }
    return numbers;
  }

  private Optional<Georeference> place() {
    if (vectors.size() < 2
        || origin.length < 2
        || vectors.get(0).length < 2
        || vectors.get(1).length < 2) {
      return Optional.empty();
    }
    double[] column = vectors.get(0);
    double[] row = vectors.get(1);
    // Systems that put north first: what goes along columns is then told in the second number.
    boolean northFirst = column[0] == 0 && row[1] == 0 && column[1] != 0;
    int east = northFirst ? 1 : 0;
    int north = 1 - east;
    Affine affine =
        new Affine(
            origin[east] - (column[east] + row[east]) / 2,
            column[east],
            row[east],
            origin[north] - (column[north] + row[north]) / 2,
            column[north],
            row[north]);
    return affine.invertible() ? Optional.of(new Georeference(affine, epsg())) : Optional.empty();
  }

  private OptionalInt epsg() {
    for (Pattern pattern : List.of(EPSG, SHORT)) {
      Matcher matcher = pattern.matcher(system.strip());
      if (matcher.find()) {
        return OptionalInt.of(Integer.parseInt(matcher.group(1)));
      }
    }
    return OptionalInt.empty();
  }
}
