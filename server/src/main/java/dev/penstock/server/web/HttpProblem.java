package dev.penstock.server.web;

import dev.penstock.job.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/**
 * A refusal as RFC 9457 problem details: {@code type}, {@code title}, {@code status}, {@code
 * detail}, and as extensions {@code code} and {@code errors}.
 *
 * @param detail one sentence with the facts of this case, and what to do where that is known
 * @param errors the single faults, where there are several or a pipeline found them
 * @param headers that the answer needs besides, for example {@code Retry-After}
 */
public record HttpProblem(
    Code code, String detail, List<Problem> errors, Map<String, String> headers) {
  public static final String MEDIA_TYPE = "application/problem+json";

  /** What {@code type} starts with; the code follows. */
  public static final String TYPE = "https://penstock.dev/problems/";

  public HttpProblem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  public static HttpProblem of(Code code, String detail) {
    return new HttpProblem(code, detail, List.of(), Map.of());
  }

  public HttpProblem withErrors(List<Problem> errors) {
    return new HttpProblem(code, detail, errors, headers);
  }

  public HttpProblem withHeader(String name, String value) {
    var more = new TreeMap<>(headers);
    more.put(name, value);
    return new HttpProblem(code, detail, errors, more);
  }

  /** The same as an exception, for code that reads parameters deep inside. */
  public RefusedException refused() {
    return new RefusedException(this);
  }

  /** The problem details as JSON. */
  public byte[] json() {
    return Json.bytes(this::write);
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("type", TYPE + code.word());
    json.writeStringProperty("title", code.title());
    json.writeNumberProperty("status", code.status());
    json.writeStringProperty("code", code.word());
    json.writeStringProperty("detail", detail);
    if (!errors.isEmpty()) {
      json.writeArrayPropertyStart("errors");
      errors.forEach(error -> Json.problem(json, error));
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
