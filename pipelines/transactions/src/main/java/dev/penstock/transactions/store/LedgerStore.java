package dev.penstock.transactions.store;

import dev.penstock.job.JobId;
import dev.penstock.pipeline.Residue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the ledgers of accounts as blocks of bytes. A job's blocks are unseen until its publication
 * flips the account's head to a new generation, which is a list of blocks: new ones, and those of
 * the generation before that nothing has touched. The generation before stays, and can be brought
 * back. Each method is one atomic step, durable on return, and safe to call again after a crash.
 * Thread-safe.
 */
public interface LedgerStore extends Residue, AutoCloseable {
  /** Number of the live generation of an account; 0: there is none. Cheap. */
  long liveNumber(String account) throws IOException;

  /** The live generation of an account. */
  Optional<Generation> head(String account) throws IOException;

  /**
   * Keeps blocks of a job; one of the same kind and name is replaced.
   *
   * @return whether this writer is the latest, and its round not published yet; when not, nothing
   *     is kept
   */
  boolean put(Writer writer, List<Block> blocks) throws IOException;

  /** What a job has put of a kind in a round, by name. */
  List<Part> parts(JobId job, int round, String kind) throws IOException;

  /**
   * The bytes of a block.
   *
   * @throws GoneException when its generation is no longer kept
   */
  byte[] read(Part part) throws IOException;

  Published publish(Publication publication) throws IOException;

  /** Brings the generation before the live one back; false: there is none. */
  boolean restore(String account) throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Who writes.
   *
   * @param round 0, then one more for each replay
   * @param fence of the attempt; a later one of the same chunk refuses an earlier one
   */
  record Writer(JobId job, long chunk, int round, long fence) {}

  /** A block on its way in; {@code note} is what readers know of it without its bytes. */
  record Block(String kind, String name, byte[] note, byte[] bytes) {}

  /** A block that is kept. */
  record Part(long id, String kind, String name, byte[] note) {}

  /** A block that is no longer there. */
  final class GoneException extends IOException {
    public GoneException(String message) {
      super(message);
    }
  }
}
