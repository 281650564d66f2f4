package dev.penstock.server.intake;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.blob.StoreFullException;
import dev.penstock.engine.Admission;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Makes an upload that is whole a job. Every step may be done again after a crash: the job's id is
 * the upload's, and its idempotency key is the client's or names the upload.
 */
final class UploadEnd {
  private static final int HEAD = 64 * 1024;

  private final UploadFiles files;
  private final BlobStore blobs;
  private final Enrolment enrolment;
  private final Admittance admittance;

  UploadEnd(UploadFiles files, BlobStore blobs, Enrolment enrolment, Admittance admittance) {
    this.files = files;
    this.blobs = blobs;
    this.enrolment = enrolment;
    this.admittance = admittance;
  }

  /** The upload as a job; one that no job can be made of is removed. */
  Upload of(Upload upload) throws IOException {
    try {
      Admission admission = enrol(upload);
      Optional<JobId> job = Enrolment.job(admission);
      if (job.isEmpty()) {
        throw Enrolment.refusal(admission).refused();
      }
      Upload became = upload.became(job.get());
      files.settled(became);
      return became;
    } catch (RefusedException e) {
      if (e.problem().code() != Code.ENGINE_BUSY && e.problem().code() != Code.STORE_FULL) {
        files.remove(upload.id());
      }
      throw e;
    }
  }

  private Admission enrol(Upload upload) throws IOException {
    IntakeWish said = upload.wish();
    var wish =
        new IntakeWish(
            said.pipeline(),
            said.query(),
            said.name(),
            said.key().or(() -> Optional.of("upload/" + upload.id())),
            said.digest(),
            said.packed());
    IntakeRequest request = admittance.request(wish, new Caller(upload.tenant(), upload.key()));
    Payload payload = payload(upload, request);
    Admission admission = enrolment.enrol(upload.id(), request, payload, upload.tenant());
    enrolment.watch(admission, request, upload.tenant());
    return admission;
  }

  private Payload payload(Upload upload, IntakeRequest request) throws IOException {
    Path bytes = files.bytes(upload.id());
    byte[] head;
    try (InputStream in = Files.newInputStream(bytes)) {
      head = in.readNBytes(HEAD);
    }
    Optional<Problem> problem = request.check().problem(head, head.length);
    if (problem.isPresent()) {
      Code code = Code.of(problem.get().code()).orElse(Code.PAYLOAD_REFUSED);
      throw HttpProblem.of(code, problem.get().detail())
          .withErrors(problem.stream().toList())
          .refused();
    }
    return upload.length() <= Payload.MAX_INLINE
        ? Payload.inline(head)
        : Payload.stored(copied(upload.id(), bytes));
  }

  /** Copied, not adopted: whoever asks for a digest of a payload asks for its SHA-256. */
  private BlobRef copied(JobId id, Path bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(HEAD);
    try (FileChannel in = FileChannel.open(bytes, StandardOpenOption.READ);
        BlobWriter blob = blobs.create("jobs/" + id + "/payload", Hashing.IDENTITY)) {
      while (in.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          blob.write(buffer);
        }
        buffer.clear();
      }
      return blob.publish();
    } catch (StoreFullException e) {
      throw Admittance.full("The store became full while the upload was taken in.");
    }
  }
}
