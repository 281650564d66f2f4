package dev.penstock.transactions;

import dev.penstock.job.JobId;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a job has made for its generation: blocks of its own, and old ones that stay. */
final class Made {
  private static final Comparator<Part> BY_NAME = Comparator.comparing(Part::name);

  private final LedgerStore store;
  private final JobId job;
  private final int round;
  private final List<Part> reused = new ArrayList<>();

  Made(LedgerStore store, JobId job, int round) throws IOException {
    this.store = store;
    this.job = job;
    this.round = round;
    for (Part note : store.parts(job, round, Keeper.REUSED)) {
      reused.addAll(Stages.parts(new Unpack(store.read(note))));
    }
  }

  /** All parts of a kind, by name. */
  List<Part> all(String kind) throws IOException {
    var parts = new ArrayList<>(store.parts(job, round, kind));
    reused.stream().filter(part -> part.kind().equals(kind)).forEach(parts::add);
    parts.sort(BY_NAME);
    return parts;
  }

  /** Those whose names begin so. */
  List<Part> named(String kind, String prefix) throws IOException {
    return all(kind).stream().filter(part -> part.name().startsWith(prefix)).toList();
  }

  Optional<Part> first(String kind, String name) throws IOException {
    return all(kind).stream().filter(part -> part.name().equals(name)).findFirst();
  }
}
