package dev.penstock.pipeline;

/**
 * What a chunk pays at a gate before it may run: so many permits of its rate, and as much of its
 * concurrency for as long as it runs. A weight above what the gate ever lets through counts as all
 * of it.
 *
 * @param gate the name of an outside limit that many chunks share: a provider, a host, an endpoint
 * @param weight at least 1
 */
public record Toll(String gate, int weight) {
  private static final int LONGEST = 200;

  public Toll {
    if (gate.isBlank() || gate.length() > LONGEST) {
      throw new IllegalArgumentException("not the name of a gate: '" + gate + "'");
    }
    if (weight < 1) {
      throw new IllegalArgumentException("a toll weighs at least 1, not " + weight);
    }
  }

  /** One permit of a gate. */
  public static Toll of(String gate) {
    return new Toll(gate, 1);
  }

  /** The gate that every chunk of a stage passes, whatever other gate it names. */
  public static String stageGate(String pipeline, String stage) {
    return "stage/" + pipeline + "/" + stage;
  }
}
