package dev.penstock.server.intake;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.blob.StoreFullException;
import dev.penstock.engine.Admission;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes in a payload that is in memory already, with the checks of every other way in. */
public final class DirectIntake {
  private final Admittance admittance;
  private final Enrolment enrolment;
  private final BlobStore blobs;
  private final UploadSlots slots;
  private final JobIds ids;
  private final ByReference references;

  public DirectIntake(SubmitResource.IntakeStores stores, Catalog catalog, IntakeLimits limits) {
    this.admittance = new Admittance(catalog, stores.blobs(), limits, stores.rules());
    this.ids = new JobIds(stores.clock());
    this.enrolment = new Enrolment(stores, ids);
    this.blobs = stores.blobs();
    this.slots = limits.slots();
    this.references = new ByReference(admittance, stores, ids);
  }

  /**
   * What is asked for.
   *
   * @param query what stands in the query of a submission
   * @param name may be empty
   * @param key idempotency key
   * @param packed whether the payload is gzip
   */
  public record Wish(
      String pipeline,
      Map<String, List<String>> query,
      String name,
      Optional<String> key,
      boolean packed) {
    public Wish(String pipeline, Map<String, List<String>> query, Optional<String> key) {
      this(pipeline, query, "", key, false);
    }
  }

  /**
   * A place for a body that is about to be read; closed when it is through.
   *
   * @throws RefusedException when the tenant has none left
   */
  public Place place(Caller caller) {
    UploadSlots.Slot slot = slots.take(caller.tenant());
    return slot::close;
  }

  /** A place that a body takes while it comes in. */
  @FunctionalInterface
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Makes it a job.
   *
   * @throws RefusedException when no job answers for it
   */
  public JobId take(Wish wish, byte[] payload, Caller caller) throws IOException {
    IntakeRequest request = admittance.request(asked(wish), caller);
    admittance.checkSize(payload.length);
    request
        .check()
        .problem(payload, payload.length)
        .ifPresent(
            problem -> {
              throw PayloadReader.refused(problem).refused();
            });
    JobId id = ids.next();
    Admission admission = enrolment.enrol(id, request, stored(id, payload), caller.tenant());
    enrolment.watch(admission, request, caller.tenant());
    return Enrolment.job(admission).orElseThrow(() -> Enrolment.refusal(admission).refused());
  }

  /**
   * Has it fetched; the job that does so is returned.
   *
   * @throws RefusedException when it may not be
   */
  public JobId fetch(Wish wish, String url, Caller caller) {
    Admission admission = references.begin(asked(wish), url, caller);
    return Enrolment.job(admission).orElseThrow(() -> Enrolment.refusal(admission).refused());
  }

  private static IntakeWish asked(Wish wish) {
    return new IntakeWish(
        wish.pipeline(),
        wish.query(),
        JobName.checked(wish.name()),
        wish.key().map(IdempotencyKey::checked),
        Optional.<String>empty(),
        wish.packed());
  }

  private Payload stored(JobId id, byte[] payload) throws IOException {
    if (payload.length <= Payload.MAX_INLINE) {
      return Payload.inline(payload);
    }
    try (BlobWriter blob = blobs.create("jobs/" + id + "/payload", Hashing.IDENTITY)) {
      ByteBuffer bytes = ByteBuffer.wrap(payload);
      while (bytes.hasRemaining()) {
        blob.write(bytes);
      }
      return Payload.stored(blob.publish());
    } catch (StoreFullException e) {
      throw Admittance.full("The store became full while the payload was taken in.");
    }
  }
}
