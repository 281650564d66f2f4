package dev.penstock.geometry.join;

import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.InputValues;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What features are joined with.
 *
 * @param collection whose features they are
 * @param columns of them that the joined ones get
 */
public record JoinInputs(String collection, Predicate predicate, List<String> columns) {
  /** How a feature and one of the collection must lie to each other. */
  public enum Predicate {
    /** They share a point. */
    INTERSECTS,
    /** The feature lies in that of the collection. */
    WITHIN,
    /** That of the collection lies in the feature. */
    CONTAINS
  }

  public JoinInputs {
    columns = List.copyOf(columns);
  }

  /** The inputs that say so. */
  public static List<Input> inputs() {
    return List.of(
        Input.of(
            "join-with",
            new InputKind.Text(
                Pattern.compile("[a-z0-9][a-z0-9_-]*"), 64, "name of a published collection"),
            null,
            "published collection whose columns features get by place"),
        Input.of(
            "join-columns",
            new InputKind.Text(Pattern.compile("[^,]+(,[^,]+)*"), 1_000, "list of column names"),
            null,
            "columns of that collection, with commas between them; their number alone if not given"),
        Input.of(
            "join-predicate",
            new InputKind.Choice(List.of("intersects", "within", "contains")),
            "intersects",
            "how a feature must lie to one of that collection"));
  }

  /** What the inputs ask for; empty where nothing is joined. */
  public static Optional<JoinInputs> of(InputValues values) {
    return values
        .optional("join-with")
        .map(
            collection ->
                new JoinInputs(
                    collection,
                    Predicate.valueOf(values.text("join-predicate").toUpperCase(Locale.ROOT)),
                    values
                        .optional("join-columns")
                        .map(names -> List.of(names.split(",", -1)))
                        .orElse(List.of())));
  }
}
