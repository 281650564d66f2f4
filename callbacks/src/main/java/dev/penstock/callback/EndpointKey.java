package dev.penstock.callback;

import java.util.regex.Pattern;

/**
 * Names somebody who is told of jobs.
 *
 * @param id of a subscription; {@link #OF_JOBS} stands for the addresses that single jobs name
 */
public record EndpointKey(String tenant, String id) {
  /** The addresses that jobs name for themselves. They share one secret in a tenant. */
  public static final String OF_JOBS = "-";

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public EndpointKey {
    if (!id.equals(OF_JOBS) && !isId(id)) {
      throw new IllegalArgumentException("not the id of a subscription: '" + id + "'");
    }
  }

  public static EndpointKey ofJobs(String tenant) {
    return new EndpointKey(tenant, OF_JOBS);
  }

  /** Whether a text may name a subscription. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** The gate that all deliveries of a subscription pass. */
  public String gate() {
    return "subscription/" + tenant + "/" + id;
  }
}
