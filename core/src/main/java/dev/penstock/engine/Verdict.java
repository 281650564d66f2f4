package dev.penstock.engine;

/** What {@link Engine#commit} answers. */
public enum Verdict {
  /** The step was applied, all of it, durably. */
  APPLIED,
  /** Nothing changed: the chunk was claimed again since, or has ended. The holder stops. */
  FENCED,
  /** Nothing of the step was applied: the job was dismissed or has failed. The holder stops. */
  CANCELLED
}
