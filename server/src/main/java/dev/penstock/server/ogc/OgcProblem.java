package dev.penstock.server.ogc;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import java.util.Map;

/** Refusals whose {@code type} the standard fixes; all others are as everywhere in the API. */
enum OgcProblem {
  NO_SUCH_PROCESS("no-such-process", "No such process", Code.PIPELINE_UNKNOWN),
  NO_SUCH_JOB("no-such-job", "No such job", Code.JOB_UNKNOWN),
  RESULT_NOT_READY("result-not-ready", "The results are not ready", Code.RESULT_UNKNOWN);

  private static final String TYPE =
      "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/";

  private final String word;
  private final String title;
  private final Code code;

  OgcProblem(String word, String title, Code code) {
    this.word = word;
    this.title = title;
    this.code = code;
  }

  Reply reply(String detail) {
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("type", TYPE + word);
              json.writeStringProperty("title", title);
              json.writeNumberProperty("status", 404);
              json.writeStringProperty("code", code.word());
              json.writeStringProperty("detail", detail);
              json.writeEndObject();
            });
    return new Reply.Whole(404, HttpProblem.MEDIA_TYPE, Map.of(), body);
  }
}
