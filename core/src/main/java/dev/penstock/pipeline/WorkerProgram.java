package dev.penstock.pipeline;

import java.util.List;

/** What a worker process is. */
public sealed interface WorkerProgram {
  /**
   * A child JVM with the class path of this one.
   *
   * @param factory makes the stage in the child; where a class loader of its own found it, a
   *     plugin's jar for example, the jars of that loader come along
   * @param arguments for the factory, as on a command line
   */
  record Java(Class<? extends StageFactory> factory, List<String> arguments)
      implements WorkerProgram {
    public Java {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A program that speaks the worker protocol ({@code docs/worker-protocol.md}) over its standard
   * input and output.
   *
   * @param words the program, as the PATH or a path finds it, and its arguments
   */
  record Command(List<String> words) implements WorkerProgram {
    public Command {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("a command has at least one word");
      }
    }
  }
}
