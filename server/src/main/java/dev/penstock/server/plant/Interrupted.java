package dev.penstock.server.plant;

import dev.penstock.job.Job;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Noun;
import dev.penstock.server.pipeline.Offer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What an earlier process had left open.
 *
 * @param counts how many of what: jobs of clients first, then {@code deliveries} and the like
 */
public record Interrupted(SequencedMap<Noun, Long> counts) {
  private static final Noun JOB = new Noun("job", "jobs", "Finished");

  static Interrupted of(List<Job> open, Catalog catalog) {
    var counts = new LinkedHashMap<Noun, Long>();
    counts.put(JOB, 0L);
    for (Job job : open) {
      counts.merge(noun(job, catalog), 1L, Long::sum);
    }
    counts.remove(JOB, 0L);
    return new Interrupted(counts);
  }

  private static Noun noun(Job job, Catalog catalog) {
    return catalog
        .named(job.order().pipeline())
        .filter(offer -> !offer.forClients())
        .map(Offer::noun)
        .orElse(JOB);
  }

  /** Empty when there was nothing. */
  public String sentence() {
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey().of(each.getValue()))
                .collect(Collectors.joining(" and "))
            + " did not end before the last stop; they go on.";
  }
}
