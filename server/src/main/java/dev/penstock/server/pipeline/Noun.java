package dev.penstock.server.pipeline;

/**
 * How sentences speak of a pipeline's items.
 *
 * @param one {@code feature}
 * @param many {@code features}
 * @param verb what a successful job did with them: {@code Published}
 */
public record Noun(String one, String many, String verb) {
  /** For pipelines that do not say better. */
  public static final Noun ITEM = new Noun("item", "items", "Finished");

  public static final Noun FEATURE = new Noun("feature", "features", "Published");

  public static final Noun OBSERVATION = new Noun("observation", "observations", "Measured");

  public static final Noun ROW = new Noun("row", "rows", "Imported");

  /** The word that goes with a number. */
  public String of(long count) {
    return count == 1 ? one : many;
  }
}
