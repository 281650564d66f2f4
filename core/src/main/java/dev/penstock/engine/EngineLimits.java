package dev.penstock.engine;

/**
 * What an engine refuses to exceed.
 *
 * @param openJobs jobs that have not ended; beyond it {@link Engine#submit} answers Busy
 * @param anomalies events of that sort kept for one job; the next one is written as TRUNCATED,
 *     later ones are only counted in the stages
 */
public record EngineLimits(long openJobs, int anomalies) {
  public static final EngineLimits DEFAULT = new EngineLimits(1_000_000, 1_000);

  public EngineLimits {
    if (openJobs < 1 || anomalies < 1) {
      throw new IllegalArgumentException("openJobs and anomalies must be >= 1");
    }
  }
}
