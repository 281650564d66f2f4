package dev.penstock.testkit.powerloss;

import java.nio.file.Path;

/** Remembers what was acknowledged, and looks for it on what a loss of power left. */
public interface Witness {
  /** The process said this; from now on it has to be true. */
  void hears(String acknowledgement);

  /**
   * The power went: this is the folder that is left, to be looked at and changed at will.
   *
   * @throws AssertionError when something that was acknowledged is not there
   */
  void examines(Path left) throws Exception;
}
