package dev.penstock.pipeline;

/** How chunks come into a stage. */
public enum Edge {
  /** The job's payload is its one chunk: the first stage, which discovers the items. */
  START,
  /** Each chunk flows on by itself as soon as the stage before is done with it. */
  EACH,
  /** A barrier: one chunk for all, once every chunk of the stage before has ended. */
  ALL
}
