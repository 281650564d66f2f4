package dev.penstock.server.deadletter;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.job.JobId;
import dev.penstock.server.web.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Which dead letters a request means: the same query parameters in all resources. */
final class LetterQuery {
  static final List<String> FILTERS = List.of("pipeline", "stage", "code", "job");

  private LetterQuery() {}

  static DeadLetterQuery of(Query query, String tenant, int limit) {
    return new DeadLetterQuery(
        tenant,
        query.one("job").map(text -> id("job", text)),
        query.one("pipeline"),
        query.one("stage"),
        query.one("code"),
        query.one("after").map(LetterQuery::place),
        limit);
  }

  /** The same filters, to go on with. */
  static String filters(Query query) {
    var text = new StringBuilder();
    for (String name : FILTERS) {
      Optional<String> value = query.one(name);
      value.ifPresent(
          given ->
              text.append('&')
                  .append(name)
                  .append('=')
                  .append(URLEncoder.encode(given, StandardCharsets.UTF_8)));
    }
    return text.toString();
  }

  static String place(ChunkKey chunk) {
    return chunk.job() + ":" + chunk.number();
  }

  private static ChunkKey place(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,18}")) {
      throw Query.invalid("after", "must be a job id, a colon and a chunk's number");
    }
    return new ChunkKey(
        id("after", text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }

  private static JobId id(String name, String text) {
    if (!JobId.isJobId(text)) {
      throw Query.invalid(name, "must be a job id");
    }
    return new JobId(text);
  }
}
