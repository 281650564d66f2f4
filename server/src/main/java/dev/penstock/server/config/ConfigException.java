package dev.penstock.server.config;

import java.util.List;

/** Settings that cannot be used: every problem at once. The server does not start with them. */
public final class ConfigException extends Exception {
  private final List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each, naming key and source. */
  public List<String> problems() {
    return problems;
  }
}
