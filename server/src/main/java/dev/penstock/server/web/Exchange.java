package dev.penstock.server.web;

import dev.penstock.job.JobId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/** One request: where it goes, what it asks, and its body. Used by one thread. */
public final class Exchange {
  private final Request request;
  private final Map<String, String> path;
  private final long minUploadRate;
  private final Caller caller;

  /**
   * @param path the variables of the route's template
   * @param minUploadRate bytes a second that a body must bring on average
   * @param caller who sent it
   */
  public Exchange(Request request, Map<String, String> path, long minUploadRate, Caller caller) {
    this.request = request;
    this.path = path;
    this.minUploadRate = minUploadRate;
    this.caller = caller;
  }

  /**
   * The value of a variable in the route's template.
   *
   * @throws IllegalArgumentException when the route has no such variable: a bug
   */
  public String path(String variable) {
    String value = path.get(variable);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + variable + "}");
    }
    return value;
  }

  public Caller caller() {
    return caller;
  }

  /** The tenant whose things the request is about. */
  public String tenant() {
    return caller.tenant();
  }

  /** The id in {@code {job}}; a text that is no id names no job. */
  public JobId job() {
    String text = path("job");
    if (!JobId.isJobId(text)) {
      throw HttpProblem.of(Code.JOB_UNKNOWN, "There is no job '" + clip(text) + "'.").refused();
    }
    return new JobId(text);
  }

  /** Whether only the headers of the answer are asked for. */
  public boolean isHead() {
    return HttpMethod.HEAD.is(request.getMethod());
  }

  /** Scheme, host and port as the client wrote them, for links that are whole URLs. */
  public String origin() {
    String scheme = request.getHttpURI().getScheme();
    int port = Request.getServerPort(request);
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + Request.getServerName(request) + (usual ? "" : ":" + port);
  }

  public Query query() {
    return Query.of(request);
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  /** The declared length of the body; -1 when none is declared. */
  public long declaredLength() {
    return request.getLength();
  }

  public Incoming body() {
    return new Incoming(request, minUploadRate);
  }

  public Prefer prefer() {
    return Prefer.of(headers("Prefer"));
  }

  /** A text from outside, short enough to be quoted in a sentence. */
  public static String clip(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }
}
