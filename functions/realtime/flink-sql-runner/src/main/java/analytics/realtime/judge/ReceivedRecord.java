package analytics.realtime.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What a record holds, by the rules of functions/event/read-record.ts; `failure`: why it holds no event. */
final class ReceivedRecord {
  private static final Set<String> REPLAY_SOURCES = Set.of("quarantined", "failed", "archive");

  /** `not_json`, `no_application_id`, `no_event`; null: there is an event. */
  final String failure;
  final String text;
  final JsonNode event;
  final String applicationId;
  /** Whatever the record has under this name, or null. */
  final JsonNode requestTimeEpoch;
  final boolean replayed;
  private final boolean hasUniqueNames;

  private ReceivedRecord(String failure) {
    this.failure = failure;
    this.text = null;
    this.event = null;
    this.applicationId = null;
    this.requestTimeEpoch = null;
    this.replayed = false;
    this.hasUniqueNames = false;
  }

  private ReceivedRecord(String text, JsonNode record, boolean hasUniqueNames) {
    this.failure = null;
    this.text = text;
    this.event = record.get("event");
    this.applicationId = record.get("application_id").textValue();
    this.requestTimeEpoch = record.get("aws_ga_api_requestTimeEpoch");
    this.hasUniqueNames = hasUniqueNames;
    JsonNode source = record.get("replayed_from");
    this.replayed = source != null && source.isTextual() && REPLAY_SOURCES.contains(source.textValue());
  }

  static ReceivedRecord read(byte[] bytes) {
    String text = JsonText.decode(bytes);
    if (text == null) return new ReceivedRecord("not_json");
    JavaScriptNumbers numbers = new JavaScriptNumbers();
    JsonNode unique = JsonText.parseUnique(text, numbers);
    JsonNode record = unique != null ? unique : JsonText.parse(text, numbers);
    if (record == null) return new ReceivedRecord("not_json");
    JsonNode id = record.isObject() ? record.get("application_id") : null;
    if (id == null || !id.isTextual() || id.textValue().isEmpty()) return new ReceivedRecord("no_application_id");
    JsonNode event = record.get("event");
    if (event == null || !event.isObject()) return new ReceivedRecord("no_event");
    // The schemas of event_data take no infinite number, the envelope does: its time is then out of range.
    numbers.refuseInfinite(event.get("event_data"));
    return new ReceivedRecord(text, record, unique != null);
  }

  /** The text of the event's `event_data`, without lone surrogates; null: it has none. */
  String eventData() {
    if (Judge.isAbsent(event.get("event_data"))) return null;
    return JsonText.withoutLoneEscapes(MemberText.of(eventText(), "event_data"));
  }

  /** Whether no object in the event has two members of one name. */
  boolean hasUniqueNames() {
    return hasUniqueNames || JsonText.parseUnique(eventText(), new JavaScriptNumbers()) != null;
  }

  private String eventText() {
    return MemberText.of(text, "event");
  }

  /**
   * When the pipeline received it, by the rules of functions/event/received-at.ts: the API's request time
   * where it can be believed. All in milliseconds since the epoch.
   */
  long receivedAt(long arrivedAt, int maxEventAgeDays) {
    if (requestTimeEpoch == null || !requestTimeEpoch.isNumber()) return arrivedAt;
    double requested = requestTimeEpoch.doubleValue();
    double earliest = replayed ? TimeBounds.FIRST_DEPLOYMENT : arrivedAt - maxEventAgeDays * TimeBounds.MILLIS_PER_DAY;
    boolean believable = requested >= earliest && requested <= arrivedAt + TimeBounds.CLOCK_SKEW_MILLIS;
    return believable ? (long) Math.floor(requested) : arrivedAt;
  }
}
