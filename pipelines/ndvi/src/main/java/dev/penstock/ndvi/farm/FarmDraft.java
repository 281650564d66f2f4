package dev.penstock.ndvi.farm;

import dev.penstock.job.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody says of a farm.
 *
 * @param id unique in its tenant
 * @param name for people; may be empty
 * @param active whether it is measured when all farms are
 * @param threshold index from which on ground counts as covered; empty: what the job says
 * @param alerts when to tell somebody
 */
public record FarmDraft(
    String id,
    String name,
    Boundary boundary,
    boolean active,
    Optional<Double> threshold,
    Alerts alerts) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Longest name. */
  public static final int LONGEST_NAME = 200;

  /**
   * When a farm's state is worth telling.
   *
   * @param drop of the mean, below the median of the clear observations before; 0: never
   * @param days without a clear observation; 0: never
   */
  public record Alerts(double drop, int days) {
    /** Never. */
    public static final Alerts NONE = new Alerts(0, 0);
  }

  /** Why a text cannot be the id of a farm. */
  public static Optional<Problem> problemWith(String id) {
    return ID.matcher(id).matches()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "farm.id_invalid",
                "A farm's id has 1 to 64 letters, digits, dots, - and _, and starts with a letter or digit."));
  }
}
