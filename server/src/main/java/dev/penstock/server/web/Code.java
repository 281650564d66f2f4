package dev.penstock.server.web;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every problem that the API itself answers, with its HTTP status: the one table. Problems of items
 * and inputs that pipelines find keep their own codes and stand in {@code errors}.
 */
public enum Code {
  ROUTE_UNKNOWN(404, "route.unknown", "No such resource"),
  METHOD_NOT_ALLOWED(405, "method.not_allowed", "The resource does not take this method"),
  REQUEST_MALFORMED(400, "request.malformed", "The request is not well-formed HTTP"),
  REQUEST_TIMEOUT(408, "request.timeout", "The request came in too slowly"),
  URI_TOO_LONG(414, "request.uri_too_long", "The URI is too long"),
  HEADERS_TOO_LARGE(431, "request.headers_too_large", "The header section is too large"),
  EXPECTATION(417, "request.expectation", "The Expect header asks for what is not offered"),
  HTTP_VERSION(505, "request.http_version", "The HTTP version is not spoken here"),
  FOREIGN(403, "request.foreign", "The request comes from a foreign web page"),
  HEADER_INVALID(400, "header.invalid", "A header has a value that cannot be read"),
  QUERY_UNKNOWN(400, "query.unknown", "There is no such query parameter"),
  QUERY_INVALID(400, "query.invalid", "A query parameter has a value that cannot be used"),
  BODY_INVALID(400, "body.invalid", "The body is not what this resource expects"),

  KEY_MISSING(401, "access.key_missing", "This takes a key"),
  KEY_UNKNOWN(401, "access.key_unknown", "The key opens nothing"),
  SCOPE_MISSING(403, "access.scope_missing", "The key does not allow this"),
  API_KEY_UNKNOWN(404, "key.unknown", "No such key"),
  API_KEY_INVALID(400, "key.invalid", "The key cannot be made as it is asked for"),

  PIPELINE_UNKNOWN(404, "pipeline.unknown", "No such pipeline"),
  INPUT_UNKNOWN(400, "input.unknown", "The pipeline has no such input"),
  INPUT_REPEATED(400, "input.repeated", "An input is given more than once"),
  INPUT_INVALID(400, "input.invalid", "Inputs have values that the pipeline does not take"),

  PAYLOAD_EMPTY(400, "payload.empty", "The payload is empty"),
  PAYLOAD_NOT_JSON(400, "payload.not_json", "The payload is not JSON"),
  PAYLOAD_NOT_GEOJSON(400, "payload.not_geojson", "The payload is JSON, but no GeoJSON object"),
  PAYLOAD_NOT_GZIP(400, "payload.not_gzip", "The payload is not gzip, but is said to be"),
  PAYLOAD_REFUSED(400, "payload.refused", "The pipeline cannot take this payload"),
  PAYLOAD_TOO_LARGE(413, "payload.too_large", "The payload is over the limit"),
  FORM_INVALID(400, "payload.form_invalid", "The form cannot be read"),
  PAYLOAD_ADDRESS(400, "payload.address", "The payload cannot be fetched from there"),
  MEDIA_TYPE(415, "payload.media_type", "The payload has a media type that is never taken"),
  ENCODING(415, "payload.encoding", "The payload has a content coding that is not taken"),
  DIGEST_INVALID(400, "digest.invalid", "Repr-Digest cannot be read"),
  DIGEST_MISMATCH(400, "digest.mismatch", "The payload does not have the digest that was sent"),
  UPLOADS_BUSY(429, "uploads.busy", "Too many bodies of one tenant come in at once"),
  UPLOAD_UNKNOWN(404, "upload.unknown", "No such upload"),
  UPLOAD_INVALID(400, "upload.invalid", "The upload cannot be taken as it is announced"),
  UPLOAD_OFFSET(409, "upload.offset", "The upload stands elsewhere"),
  UPLOAD_BUSY(423, "upload.busy", "Another request for the upload has not ended"),
  TUS_VERSION(412, "upload.tus_version", "The version of tus is not spoken here"),
  KEY_INVALID(400, "idempotency.key_invalid", "Idempotency-Key cannot be used"),
  KEY_CONFLICT(422, "idempotency.conflict", "The idempotency key belongs to another request"),

  JOB_UNKNOWN(404, "job.unknown", "No such job"),
  JOB_NOT_NOW(409, "job.not_now", "The job is not in a state for this"),
  DEAD_LETTER_UNKNOWN(404, "dead_letter.unknown", "The job has no such dead letter"),
  SELECTION_UNKNOWN(404, "selection.unknown", "No such selection"),
  STAGE_UNKNOWN(404, "stage.unknown", "The pipeline has no such stage"),
  RESULT_UNKNOWN(404, "result.unknown", "The job has no such result"),
  BLOB_MISSING(410, "blob.missing", "The stored bytes are gone"),
  RANGE(416, "range.not_satisfiable", "The range lies outside the file"),

  SCHEDULE_UNKNOWN(404, "schedule.unknown", "No such schedule"),
  SCHEDULE_EXISTS(409, "schedule.exists", "There is a schedule with this id"),
  SCHEDULE_INVALID(400, "schedule.invalid", "The schedule cannot be used as it is"),
  CRON_INVALID(400, "schedule.cron_invalid", "The cron text cannot be read"),
  ZONE_UNKNOWN(400, "schedule.zone_unknown", "No such time zone"),

  SUBSCRIPTION_UNKNOWN(404, "subscription.unknown", "No such subscription"),
  SUBSCRIPTION_EXISTS(409, "subscription.exists", "There is a subscription with this id"),
  SUBSCRIPTION_INVALID(400, "subscription.invalid", "The subscription cannot be used as it is"),
  DELIVERY_UNKNOWN(404, "delivery.unknown", "No such delivery"),
  CALLBACK_ADDRESS(400, "callback.address", "The address cannot be called"),

  ENDPOINT_UNKNOWN(404, "endpoint.unknown", "No such endpoint"),
  ENDPOINT_EXISTS(409, "endpoint.exists", "There is an endpoint with this id"),
  ENDPOINT_INVALID(400, "endpoint.invalid", "The endpoint cannot be used as it is"),
  SIGNATURE_MISSING(401, "webhook.not_signed", "The request is not its sender's"),

  BACKUP_UNKNOWN(404, "backup.unknown", "No such back-up"),
  BACKUP_EXISTS(409, "backup.exists", "There is a back-up with this name"),
  BACKUP_RUNNING(409, "backup.running", "A back-up is being made"),
  BACKUP_UNSUPPORTED(409, "backup.unsupported", "This server does not make back-ups"),

  COLLECTION_UNKNOWN(404, "collection.unknown", "No such collection"),
  FEATURE_UNKNOWN(404, "feature.unknown", "The collection has no such feature"),
  NAME_NOT_YOURS(403, "name.not_yours", "The name is another tenant's"),
  COLLECTION_BUSY(503, "collection.busy", "Large pages wait for their readers"),
  CURSOR_INVALID(400, "cursor.invalid", "The cursor cannot be used any more"),
  CRS_UNSUPPORTED(501, "collection.crs_unsupported", "The collection's CRS cannot be served"),

  ACCOUNT_UNKNOWN(404, "account.unknown", "No such account"),
  TRANSACTION_UNKNOWN(404, "transaction.unknown", "The account has no such transaction"),
  METHOD_NOT_COMPUTED(404, "account.method_not_computed", "Gains by this method are not computed"),
  ISSUE_UNKNOWN(404, "issue.unknown", "The account has no such issue"),
  MAPPING_UNKNOWN(404, "mapping.unknown", "Nothing was said of files with this header"),
  NOTHING_TO_RESTORE(409, "account.nothing_to_restore", "There is no earlier state"),

  FARM_UNKNOWN(404, "farm.unknown", "No such farm"),
  FARM_INVALID(400, "farm.invalid", "The farm cannot be kept as it is"),
  PICTURE_UNKNOWN(404, "farm.no_picture", "There is no picture of then"),

  STORE_FULL(507, "store.full", "There is no room for the payload"),
  STORE_UNAVAILABLE(503, "store.unavailable", "A store cannot be reached"),
  ENGINE_BUSY(503, "engine.busy", "A limit on open work is reached"),
  TENANT_BUSY(429, "tenant.busy", "A limit on the tenant's open work is reached"),
  ENGINE_UNAVAILABLE(503, "engine.unavailable", "The engine cannot be reached"),
  SERVER_STOPPING(503, "server.stopping", "The server is stopping"),
  SERVER_ERROR(500, "server.error", "The server made a mistake");

  private final int status;
  private final String word;
  private final String title;

  Code(int status, String word, String title) {
    this.status = status;
    this.word = word;
    this.title = title;
  }

  public int status() {
    return status;
  }

  /** The stable code, for example {@code pipeline.unknown}. */
  public String word() {
    return word;
  }

  public String title() {
    return title;
  }

  /** The row of a code, if the API itself answers it. */
  public static Optional<Code> of(String word) {
    return Arrays.stream(values()).filter(code -> code.word.equals(word)).findFirst();
  }

  /**
   * The row that stands for a status that the HTTP layer below us has chosen. Its own status may be
   * another one, and is the one to answer.
   */
  public static Code ofStatus(int status) {
    return switch (status) {
      case 404 -> ROUTE_UNKNOWN;
      case 405 -> METHOD_NOT_ALLOWED;
      case 408 -> REQUEST_TIMEOUT;
      case 414 -> URI_TOO_LONG;
      case 417 -> EXPECTATION;
      case 431 -> HEADERS_TOO_LARGE;
      case 503 -> SERVER_STOPPING;
      case 505 -> HTTP_VERSION;
      default -> status >= 400 && status < 500 ? REQUEST_MALFORMED : SERVER_ERROR;
    };
  }
}
