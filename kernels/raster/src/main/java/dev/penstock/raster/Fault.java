package dev.penstock.raster;

/** Why a raster was not read. The code is stable: users, metrics and logs see it. */
public enum Fault {
  /** Not a TIFF at all. */
  NOT_A_TIFF("raster.not_a_tiff", false),
  /** Not a JPEG 2000 file at all. */
  NOT_A_JPEG2000("raster.not_a_jpeg2000", false),
  /** The file ends before something that it promises. */
  TRUNCATED("raster.truncated", false),
  /** Its directories contradict themselves or the format. */
  MALFORMED("raster.malformed", false),
  /** A block does not unpack to what it should be. */
  CORRUPT_BLOCK("raster.corrupt_block", false),
  /** Well formed as far as we know, but of a kind that we do not read. */
  UNSUPPORTED("raster.unsupported", false),
  /** Larger than the limits that it was to be read within. */
  TOO_LARGE("raster.too_large", false),
  /** Nothing lies at that address. */
  NOT_FOUND("raster.not_found", false),
  /** The host wants other credentials, or these have run out. */
  DENIED("raster.denied", false),
  /** The object is no longer the one that was opened. Opening it anew helps. */
  CHANGED("raster.changed", true),
  /** The host sends whole objects only, or another range than was asked for. */
  NO_RANGES("raster.no_ranges", false),
  /** The host wants to be left alone for a while: 429 or 503. */
  BUSY("raster.busy", true),
  /** No complete answer: connection lost, 5xx, cut short. */
  UNREACHABLE("raster.unreachable", true),
  /** The time that was given is over. */
  TIMEOUT("raster.timeout", true),
  /** The polygon or the raster lies where no coordinate system that we know reaches. */
  NOT_PLACED("raster.not_placed", false);

  private final String code;
  private final boolean passing;

  Fault(String code, boolean passing) {
    this.code = code;
    this.passing = passing;
  }

  /** The stable code, as in {@code raster.truncated}. */
  public String code() {
    return code;
  }

  /** Whether trying again later may help. */
  public boolean passing() {
    return passing;
  }
}
