package dev.penstock.engine;

/**
 * What an engine refuses to exceed. Follow-ups and schedules pass like any job, but an ending never
 * waits: what it submits is let in.
 *
 * @param all over all tenants
 * @param tenant of each tenant
 * @param anomalies events of that sort kept for one job; the next one is written as TRUNCATED,
 *     later ones are only counted in the stages
 */
public record EngineLimits(Load all, Load tenant, int anomalies) {
  public static final EngineLimits DEFAULT =
      new EngineLimits(new Load(1_000_000, 10_000_000, Long.MAX_VALUE), Load.UNLIMITED, 1_000);

  public EngineLimits {
    if (anomalies < 1) {
      throw new IllegalArgumentException("anomalies must be >= 1");
    }
  }

  /** No limit but on jobs that have not ended. */
  public EngineLimits(long openJobs, int anomalies) {
    this(new Load(openJobs, Long.MAX_VALUE, Long.MAX_VALUE), Load.UNLIMITED, anomalies);
  }

  /**
   * So much work that has not ended. Beyond it {@link Engine#submit} answers Busy and names the
   * limit: {@code jobs}, {@code chunks}, {@code bytes}, or the same with {@code tenant.} in front.
   *
   * @param jobs that have not ended
   * @param chunks that have not ended
   * @param bytes of payloads of jobs that have not ended; one that is larger by itself is let in
   *     when no other is there
   */
  public record Load(long jobs, long chunks, long bytes) {
    public static final Load UNLIMITED = new Load(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    public static final Load NOTHING = new Load(0, 0, 0);

    public Load {
      if (jobs < 0 || chunks < 0 || bytes < 0) {
        throw new IllegalArgumentException(
            "not a load: %d jobs, %d chunks, %d bytes".formatted(jobs, chunks, bytes));
      }
    }

    public Load plus(long moreJobs, long moreChunks, long moreBytes) {
      return new Load(jobs + moreJobs, chunks + moreChunks, bytes + moreBytes);
    }

    /** The name of the limit that one more job would break; empty: none. */
    public String brokenBy(Load used, long payload) {
      if (used.jobs() >= jobs) {
        return "jobs";
      }
      if (used.chunks() >= chunks) {
        return "chunks";
      }
      return used.bytes() > 0 && payload > bytes - used.bytes() ? "bytes" : "";
    }
  }
}
