package dev.penstock.stac;

/** Why a catalogue gave no answer. The code is stable: users, metrics and logs see it. */
public enum StacFault {
  /** No complete answer: connection lost, 5xx, cut short. */
  UNREACHABLE("stac.unreachable", true),
  /** The catalogue wants to be left alone for a while. */
  BUSY("stac.busy", true),
  /** The time that was given is over. */
  TIMEOUT("stac.timeout", true),
  /** The catalogue refuses the request: 4xx. */
  REFUSED("stac.refused", false),
  /** What it sends is no JSON, or not what STAC says. */
  MALFORMED("stac.malformed", false),
  /** Its pages lead back to where they came from, or bring nothing new. */
  LOOPING("stac.looping", false),
  /** A link leads to another host. */
  FOREIGN_HOST("stac.foreign_host", false),
  /** More pages, items or files than are read for one search. */
  TOO_MANY("stac.too_many", false);

  private final String code;
  private final boolean passing;

  StacFault(String code, boolean passing) {
    this.code = code;
    this.passing = passing;
  }

  /** The stable code, as in {@code stac.busy}. */
  public String code() {
    return code;
  }

  /** Whether trying again later may help. */
  public boolean passing() {
    return passing;
  }
}
