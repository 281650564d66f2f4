package dev.penstock.engine;

/** What {@link Engine#control} answers. */
public sealed interface Changed {
  /** It is done, durably; {@code chunks} of the job were touched. */
  record Applied(long chunks) implements Changed {}

  /** There is no such job. */
  record NoSuchJob() implements Changed {}

  /** The job is not in a state for it; nothing changed. {@code why} is a sentence. */
  record NotNow(String why) implements Changed {}
}
