package dev.penstock.pipeline;

import java.io.IOException;
import java.util.List;

/**
 * Makes a stage inside a worker process. A public class with a public constructor without
 * parameters: the child is told its name, and nothing else of the parent comes along.
 */
public interface StageFactory {
  /**
   * The stage; called once in a process.
   *
   * @param arguments what {@link Isolation#madeBy} was given
   */
  Stage make(List<String> arguments) throws IOException;
}
