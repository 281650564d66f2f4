package dev.penstock.engine;

/**
 * A step that would lose or invent items, spawns past the last stage, or sends items through a
 * barrier by hand. A bug in the stage; nothing was changed.
 */
public final class UnconservedStepException extends IllegalArgumentException {
  public UnconservedStepException(String why) {
    super(why);
  }
}
