package dev.penstock.server.intake;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.callback.CallbackOrders;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Submission;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.server.job.OpenLimit;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import java.io.IOException;
import java.util.Optional;

/** Makes a payload that is stored a job, or forgets it. Thread-safe. */
final class Enrolment {
  private final Engine engine;
  private final BlobStore blobs;
  private final JobIds ids;
  private final Runnable arrived;

  Enrolment(SubmitResource.IntakeStores stores, JobIds ids) {
    this.engine = stores.engine();
    this.blobs = stores.blobs();
    this.ids = ids;
    this.arrived = stores.arrived();
  }

  /** A payload whose blob carries the job's id already. */
  Admission enrol(JobId id, IntakeRequest request, Payload payload, String tenant)
      throws IOException {
    Admission admission = engine.submit(submission(id, request, payload, tenant));
    arrived.run();
    if (!(admission instanceof Admission.Accepted)) {
      forget(id, payload);
    }
    return admission;
  }

  /** Sent again, the request watches the same job and is the same watch. */
  void watch(Admission admission, IntakeRequest request, String tenant) {
    Optional<JobId> job = job(admission);
    if (request.inProgress().isPresent() && job.isPresent()) {
      engine.submit(
          CallbackOrders.progress(ids.next(), tenant, job.get(), request.inProgress().get()));
    }
  }

  /** The job that answers for a request, if one does. */
  static Optional<JobId> job(Admission admission) {
    return switch (admission) {
      case Admission.Accepted(var id) -> Optional.of(id);
      case Admission.Existing(var id) -> Optional.of(id);
      case Admission.Joined(var id) -> Optional.of(id);
      case Admission.Conflict _, Admission.Busy _ -> Optional.empty();
    };
  }

  /** The refusal of a request that no job answers for. */
  static HttpProblem refusal(Admission admission) {
    return switch (admission) {
      case Admission.Conflict(var id) ->
          HttpProblem.of(
              Code.KEY_CONFLICT,
              "The key was used for another request, which became job %s. Use a new key."
                  .formatted(id));
      case Admission.Busy busy -> OpenLimit.problem(busy);
      case Admission.Accepted _, Admission.Existing _, Admission.Joined _ ->
          throw new IllegalArgumentException("no refusal: " + admission);
    };
  }

  /**
   * Only after a clear answer: when the engine could not be reached, the job may exist all the
   * same, and then it needs its payload. The host's sweeper finds out.
   */
  void forget(JobId id, Payload payload) throws IOException {
    if (payload instanceof Payload.Stored) {
      blobs.deleteAll("jobs/" + id);
    }
  }

  private Submission submission(JobId id, IntakeRequest request, Payload payload, String tenant)
      throws IOException {
    Optional<Submission.Idempotency> sameAs = Optional.empty();
    if (request.label().key().isPresent() || request.digest().isPresent()) {
      String digest = digest(payload);
      if (request.digest().isPresent() && !digest.equals(request.digest().get())) {
        forget(id, payload);
        throw HttpProblem.of(
                Code.DIGEST_MISMATCH, "The body that arrived has the SHA-256 " + digest + ".")
            .refused();
      }
      sameAs = request.label().key().map(key -> same(request, key, digest));
    }
    return new Submission(
        id,
        tenant,
        request.offer().plan(),
        request.label().name(),
        request.inputs(),
        payload,
        sameAs,
        request.terms());
  }

  private static Submission.Idempotency same(IntakeRequest request, String key, String digest) {
    return new Submission.Idempotency(
        key, Sha256.ofRequest(request.offer().name(), request.inputs().texts(), digest));
  }

  /** The SHA-256 of a payload, as hex. */
  static String digest(Payload payload) {
    return switch (payload) {
      case Payload.Inline inline -> Sha256.hex(inline.bytes());
      case Payload.Stored stored -> stored.blob().digest().replace("sha-256:", "");
    };
  }
}
