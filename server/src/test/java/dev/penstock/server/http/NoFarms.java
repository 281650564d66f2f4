package dev.penstock.server.http;

import dev.penstock.job.JobId;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.farm.FarmDraft;
import dev.penstock.ndvi.store.FarmBook;
import dev.penstock.ndvi.store.FarmView;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.ndvi.store.ObservationStore;
import dev.penstock.ndvi.store.Rules;
import dev.penstock.server.config.SceneSource;
import dev.penstock.server.farm.FarmParts;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Farms of nobody, for tests that are about other things. */
final class NoFarms implements FarmBook, ObservationStore, FarmView {
  @Override
  public List<Kept> put(String tenant, List<FarmDraft> drafts) {
    return List.of();
  }

  @Override
  public Optional<Farm> one(String tenant, String id) {
    return Optional.empty();
  }

  @Override
  public List<Farm> page(String tenant, String after, int limit, boolean activeOnly) {
    return List.of();
  }

  @Override
  public boolean remove(String tenant, String id) {
    return false;
  }

  @Override
  public void begin(JobId job, String tenant, List<Looked> farms) {
    // Nobody's.
  }

  @Override
  public Written keep(Writer writer, Batch batch) {
    return new Written.Applied(0);
  }

  @Override
  public void finish(JobId job, String tenant, long checked, Rules rules) {
    // Nobody's.
  }

  @Override
  public void release(JobId job, String tenant, Finding.Failure why) {
    // Nobody's.
  }

  @Override
  public List<Looked> looked(JobId job) {
    return List.of();
  }

  @Override
  public Optional<State> state(String tenant, String farm) {
    return Optional.empty();
  }

  @Override
  public void observations(Span span, Consumer<Observation> reader) {
    // Nobody's.
  }

  @Override
  public Optional<Picture> picture(Span span) {
    return Optional.empty();
  }

  @Override
  public List<JobId> jobs() {
    return List.of();
  }

  @Override
  public void discard(JobId job, int round) {
    // Nobody's.
  }

  @Override
  public void removed(JobId job) {
    // Nobody's.
  }

  @Override
  public void close() {}

  static FarmParts parts() {
    var none = new NoFarms();
    return new FarmParts(none, none, none, SceneSource.NOWHERE);
  }
}
