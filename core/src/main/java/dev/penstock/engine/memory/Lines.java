package dev.penstock.engine.memory;

import dev.penstock.engine.Coalescing;
import dev.penstock.engine.Submission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs stand in line: one line for each lane, one for each coalesce key. A job begins when it
 * is the first in all its lines.
 */
final class Lines {
  private record Line(String tenant, boolean lane, String name) {}

  private final Map<Line, ArrayDeque<MemoryJob>> waiting = new HashMap<>();

  /** The last job under the submission's coalesce key; null: it is the first. */
  @Nullable MemoryJob last(Submission submission) {
    return submission
        .terms()
        .coalescing()
        .map(how -> waiting.get(line(submission, how)))
        .map(ArrayDeque::getLast)
        .orElse(null);
  }

  /** Puts a job at the end of its lines; the one that it waits for, null: none. */
  @Nullable MemoryJob enter(MemoryJob job) {
    of(job).forEach(line -> waiting.computeIfAbsent(line, l -> new ArrayDeque<>()).addLast(job));
    return before(job);
  }

  /** Puts a job that runs again in front. */
  void enterAgain(MemoryJob job) {
    of(job).forEach(line -> waiting.computeIfAbsent(line, l -> new ArrayDeque<>()).addFirst(job));
  }

  /** A job of the same line that is at work; null: none. */
  @Nullable MemoryJob atWork(MemoryJob job) {
    for (Line line : of(job)) {
      ArrayDeque<MemoryJob> jobs = waiting.get(line);
      if (jobs != null && jobs.getFirst().begun && jobs.getFirst() != job) {
        return jobs.getFirst();
      }
    }
    return null;
  }

  /** Takes a job out; those that may begin now. */
  List<MemoryJob> leave(MemoryJob job) {
    var next = new ArrayList<MemoryJob>();
    for (Line line : of(job)) {
      ArrayDeque<MemoryJob> jobs = waiting.get(line);
      if (jobs != null && jobs.remove(job)) {
        if (jobs.isEmpty()) {
          waiting.remove(line);
        } else if (!next.contains(jobs.getFirst())) {
          next.add(jobs.getFirst());
        }
      }
    }
    next.removeIf(each -> each.begun || before(each) != null);
    return next;
  }

  private @Nullable MemoryJob before(MemoryJob job) {
    for (Line line : of(job)) {
      ArrayDeque<MemoryJob> jobs = waiting.get(line);
      if (jobs != null && jobs.getFirst() != job) {
        return jobs.getFirst();
      }
    }
    return null;
  }

  private static List<Line> of(MemoryJob job) {
    var lines = new ArrayList<Line>(2);
    Submission submission = job.submission;
    submission.terms().lane().ifPresent(l -> lines.add(new Line(submission.tenant(), true, l)));
    submission.terms().coalescing().ifPresent(how -> lines.add(line(submission, how)));
    return lines;
  }

  private static Line line(Submission submission, Coalescing how) {
    return new Line(submission.tenant(), false, submission.plan().pipeline() + "/" + how.key());
  }
}
