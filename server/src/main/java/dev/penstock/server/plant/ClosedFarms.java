package dev.penstock.server.plant;

import dev.penstock.job.JobId;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.farm.FarmDraft;
import dev.penstock.ndvi.store.FarmBook;
import dev.penstock.ndvi.store.FarmView;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.ndvi.store.ObservationStore;
import dev.penstock.ndvi.store.Rules;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Farms that were never opened: lets a pipeline be declared without a data folder. */
final class ClosedFarms implements FarmBook, ObservationStore, FarmView {
  @Override
  public List<Kept> put(String tenant, List<FarmDraft> drafts) {
    throw closed();
  }

  @Override
  public Optional<Farm> one(String tenant, String id) {
    throw closed();
  }

  @Override
  public List<Farm> page(String tenant, String after, int limit, boolean activeOnly) {
    throw closed();
  }

  @Override
  public boolean remove(String tenant, String id) {
    throw closed();
  }

  @Override
  public void begin(JobId job, String tenant, List<Looked> farms) {
    throw closed();
  }

  @Override
  public Written keep(Writer writer, Batch batch) {
    throw closed();
  }

  @Override
  public void finish(JobId job, String tenant, long checked, Rules rules) {
    throw closed();
  }

  @Override
  public void release(JobId job, String tenant, Finding.Failure why) {
    throw closed();
  }

  @Override
  public List<Looked> looked(JobId job) {
    throw closed();
  }

  @Override
  public Optional<State> state(String tenant, String farm) {
    throw closed();
  }

  @Override
  public void observations(Span span, Consumer<Observation> reader) {
    throw closed();
  }

  @Override
  public Optional<Picture> picture(Span span) {
    throw closed();
  }

  @Override
  public List<JobId> jobs() {
    throw closed();
  }

  @Override
  public void discard(JobId job, int round) {
    throw closed();
  }

  @Override
  public void removed(JobId job) {
    throw closed();
  }

  @Override
  public void close() {}

  private static IllegalStateException closed() {
    return new IllegalStateException("the pipeline is only declared, its farms are not open");
  }
}
