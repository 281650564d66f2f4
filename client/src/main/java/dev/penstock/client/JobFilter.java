package dev.penstock.client;

import java.util.Optional;

/**
 * Which jobs to list, newest first.
 *
 * @param status one or several of the words, with commas between
 * @param before only jobs older than the one with this id
 */
public record JobFilter(
    Optional<String> pipeline, Optional<String> status, Optional<String> before, int limit) {
  public static JobFilter newest(int limit) {
    return new JobFilter(Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  public JobFilter pipeline(String name) {
    return new JobFilter(Optional.of(name), status, before, limit);
  }

  public JobFilter status(String words) {
    return new JobFilter(pipeline, Optional.of(words), before, limit);
  }

  public JobFilter before(String id) {
    return new JobFilter(pipeline, status, Optional.of(id), limit);
  }
}
