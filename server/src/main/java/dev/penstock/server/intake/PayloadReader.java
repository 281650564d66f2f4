package dev.penstock.server.intake;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.blob.StoreFullException;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Pieces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads one body to its end. Up to 64 KiB stay in memory and become an inline payload, if there is
 * memory for them; any other body flows into a blob, piece by piece, hashed on the way. Whatever
 * goes wrong before the end, nothing is left behind. Used once, by one thread. An inline payload
 * counts as memory in use until the reader is closed.
 */
final class PayloadReader implements AutoCloseable {

  private final Pieces body;
  private final BlobStore blobs;
  private final Admittance admittance;
  private final long limit;
  private final Head head;
  private final Semaphore turns;
  private final Seal seal;
  private boolean checked;
  private boolean ended;
  private long lastRead;

  PayloadReader(Pieces body, BlobStore blobs, Admittance admittance, Room room, Seal seal) {
    this.body = body;
    this.blobs = blobs;
    this.admittance = admittance;
    this.limit = room.limit();
    this.head = new Head(room.heads());
    this.turns = room.turns();
    this.seal = seal;
  }

  /**
   * What a body may take.
   *
   * @param limit most bytes of it
   * @param heads the memory that it shares with all others
   * @param turns one for each core that large bodies may fill with hashing, all of them together
   */
  record Room(long limit, HeadBudget heads, Semaphore turns) {
    /** One core is left for small requests, however many large bodies come at once. */
    static Room of(long limit, HeadBudget heads) {
      int cores = Runtime.getRuntime().availableProcessors();
      return new Room(limit, heads, new Semaphore(Math.max(1, cores - 1), true));
    }
  }

  /** When the last byte came, in {@link System#nanoTime} terms. */
  long lastRead() {
    return lastRead;
  }

  /**
   * Reads the body.
   *
   * @param job whose payload it will be
   */
  Payload read(JobId job, FirstBytes check) throws IOException {
    Content.@Nullable Chunk beyond = fillHead(check);
    if (beyond == null) {
      return inline(check);
    }
    boolean drained = false;
    try (BlobWriter blob = blobs.create("jobs/" + job + "/payload", Hashing.IDENTITY)) {
      write(blob, ByteBuffer.wrap(head.bytes(), 0, head.length()));
      head.close();
      drained = true;
      drain(blob, beyond);
      seal.check();
      return Payload.stored(blob.publish());
    } catch (StoreFullException e) {
      throw Admittance.full("The store became full while the body came in.");
    } finally {
      if (!drained) {
        beyond.release();
      }
    }
  }

  private Content.Chunk next() throws IOException {
    Content.Chunk piece = body.next();
    seal.piece(piece.getByteBuffer());
    return piece;
  }

  /** Fills the head until the body ends; the piece that has no room in it is returned. */
  private Content.@Nullable Chunk fillHead(FirstBytes check) throws IOException {
    while (!ended) {
      Content.Chunk piece = next();
      boolean kept = false;
      try {
        kept = !hold(piece, check);
        if (kept) {
          return piece;
        }
      } finally {
        if (!kept) {
          piece.release();
        }
      }
    }
    return null;
  }

  /** Whether the head has room for all of the piece; it takes what it can in any case. */
  private boolean hold(Content.Chunk piece, FirstBytes check) {
    boolean whole = head.take(piece.getByteBuffer());
    lastRead = System.nanoTime();
    checkLimit((long) head.length() + piece.remaining());
    if (head.length() >= Head.FREE) {
      checkStart(check);
    }
    ended = whole && piece.isLast();
    return whole;
  }

  private Payload inline(FirstBytes check) {
    if (head.length() == 0) {
      throw HttpProblem.of(Code.PAYLOAD_EMPTY, "Send the payload as the body.").refused();
    }
    seal.check();
    checkStart(check);
    return Payload.inline(head.whole());
  }

  private void checkStart(FirstBytes check) {
    if (checked) {
      return;
    }
    checked = true;
    Optional<Problem> problem = check.problem(head.bytes(), head.length());
    if (problem.isPresent()) {
      throw refused(problem.get()).refused();
    }
  }

  /** The refusal of a payload that does not start as it should. */
  static HttpProblem refused(Problem problem) {
    Code code = Code.of(problem.code()).orElse(Code.PAYLOAD_REFUSED);
    return HttpProblem.of(code, problem.detail()).withErrors(List.of(problem));
  }

  /** Writes the rest of the body; every piece is released, whatever happens. */
  private void drain(BlobWriter blob, Content.Chunk first) throws IOException {
    Content.Chunk piece = first;
    while (true) {
      try {
        lastRead = System.nanoTime();
        checkLimit(blob.length() + piece.remaining());
        write(blob, piece.getByteBuffer());
        if (piece.isLast()) {
          return;
        }
      } finally {
        piece.release();
      }
      piece = next();
    }
  }

  /**
   * Hashing never blocks, and a virtual thread that never blocks is never interrupted by others: a
   * few uploads would hold every carrier, and small requests wait for hundreds of ms. So each piece
   * waits for its turn.
   */
  private void write(BlobWriter blob, ByteBuffer bytes) throws IOException {
    turns.acquireUninterruptibly();
    try {
      while (bytes.hasRemaining()) {
        blob.write(bytes);
      }
    } finally {
      turns.release();
    }
  }

  private void checkLimit(long length) {
    if (length > limit) {
      throw admittance.tooLarge("The body goes on beyond the limit");
    }
  }

  @Override
  public void close() {
    head.close();
  }
}
