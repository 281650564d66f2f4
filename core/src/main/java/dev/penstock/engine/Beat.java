package dev.penstock.engine;

/** What {@link Engine#beat} answers for one claim. */
public enum Beat {
  /** The lease now lasts its full length from here. */
  CONTINUE,
  /** The job was dismissed or has failed: stop, nobody wants the result. */
  CANCEL,
  /** Somebody else holds the chunk, or it has ended: stop. */
  LOST
}
