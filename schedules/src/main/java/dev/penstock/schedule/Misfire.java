package dev.penstock.schedule;

/** What becomes of slots that passed while nobody was there to submit them. */
public sealed interface Misfire {
  /** Nothing: the next slot is the next job. */
  record Skip() implements Misfire {}

  /** One job, for the latest of them, however many they were. */
  record Once() implements Misfire {}

  /**
   * A job each, in order; of more than so many the latest.
   *
   * @param most 1 to {@link #MOST}
   */
  record CatchUp(int most) implements Misfire {
    public static final int MOST = 1_000;

    public CatchUp {
      if (most < 1 || most > MOST) {
        throw new IllegalArgumentException("most must be from 1 to 1,000, was " + most);
      }
    }
  }
}
