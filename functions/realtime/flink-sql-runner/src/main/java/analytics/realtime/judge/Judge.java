package analytics.realtime.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What becomes of a record: the rules of functions/event/judge.ts, to the same outcome and reason for every record. What a
 * record holds cannot make this throw; only a look-up of its application that fails can.
 */
final class Judge {
  static final List<String> MEMBERS =
      List.of(
          "event_id",
          "event_type",
          "event_name",
          "event_version",
          "app_version",
          "player_id",
          "session_id",
          "platform",
          "country");

  private static final List<String> REQUIRED_MEMBERS = List.of("event_id", "event_type", "event_name");
  private static final Pattern UUID_DIGITS =
      Pattern.compile("(\\p{XDigit}{8})(-?)(\\p{XDigit}{4})\\2(\\p{XDigit}{4})\\2(\\p{XDigit}{4})\\2(\\p{XDigit}{12})");

  private static final ObjectNode NO_DATA = JsonNodeFactory.instance.objectNode();

  private final EventSchemas schemas;
  private final Applications applications;
  private final int maxEventAgeDays;
  private final boolean acceptUnknownTypes;

  Judge(EventSchemas schemas, Applications applications, int maxEventAgeDays, boolean acceptUnknownTypes) {
    this.schemas = schemas;
    this.applications = applications;
    this.maxEventAgeDays = maxEventAgeDays;
    this.acceptUnknownTypes = acceptUnknownTypes;
  }

  /** `arrivedAt`: when the stream took it, in milliseconds since the epoch. */
  Judgement judge(byte[] bytes, long arrivedAt) {
    ReceivedRecord record = ReceivedRecord.read(bytes);
    if (record.failure != null) {
      String[] none = new String[MEMBERS.size()];
      return new Judgement("failed", record.failure, arrivedAt, digest(bytes), null, none, null);
    }
    long receivedAt = record.receivedAt(arrivedAt, maxEventAgeDays);
    double occurredAt = occurredAt(record.event, receivedAt);
    String reason = reason(record, receivedAt, occurredAt, arrivedAt);
    boolean accepted = reason.equals("ok");
    String[] members = MEMBERS.stream().map(name -> member(record.event, name)).toArray(String[]::new);
    return new Judgement(
        accepted ? "accepted" : "quarantined",
        reason,
        accepted ? (long) occurredAt : receivedAt,
        members[0] != null && !members[0].isEmpty() ? members[0] : digest(bytes),
        JsonText.withoutLoneSurrogates(record.applicationId),
        members,
        record.eventData());
  }

  private String reason(ReceivedRecord record, long receivedAt, double occurredAt, long arrivedAt) {
    JsonNode event = record.event;
    if (!applications.isRegistered(record.applicationId, arrivedAt)) return "unregistered_application";
    if (!record.hasUniqueNames()) return "schema_mismatch";
    if (!schemas.isEnvelope(event)) return "schema_mismatch";
    String type = event.get("event_type").textValue();
    if (schemas.knows(type)) {
      JsonNode data = isAbsent(event.get("event_data")) ? NO_DATA : event.get("event_data");
      if (!schemas.isData(type, member(event, "event_version"), data)) return "schema_mismatch";
    } else if (!acceptUnknownTypes) {
      return "unknown_event_type";
    }
    return TimeBounds.isWithin(occurredAt, receivedAt, maxEventAgeDays) ? "ok" : "timestamp_out_of_range";
  }

  private static double occurredAt(JsonNode event, long receivedAt) {
    JsonNode timestamp = event.get("event_timestamp");
    JsonNode sentAt = event.get("sent_at");
    if (timestamp == null || !timestamp.isNumber()) return Double.NaN;
    Double sent = sentAt != null && sentAt.isNumber() ? sentAt.doubleValue() : null;
    return TimeBounds.occurredAt(timestamp.doubleValue(), sent, receivedAt);
  }

  /** Whether this is the value of an optional member that counts as absent, or there is none. */
  static boolean isAbsent(JsonNode value) {
    return value == null || value.isNull() || (value.isTextual() && value.textValue().isEmpty());
  }

  /** A member that is text; null: it is absent or something else. */
  private static String member(JsonNode event, String name) {
    JsonNode value = event.get(name);
    if (value == null || !value.isTextual()) return null;
    String text = JsonText.withoutLoneSurrogates(value.textValue());
    if (name.equals("event_id")) return canonicalEventId(text);
    return text.isEmpty() && !REQUIRED_MEMBERS.contains(name) ? null : text;
  }

  /** The rules of functions/event/event-id.ts. */
  private static String canonicalEventId(String text) {
    boolean inBraces = text.length() > 2 && text.startsWith("{") && text.endsWith("}");
    Matcher match = UUID_DIGITS.matcher(inBraces ? text.substring(1, text.length() - 1) : text);
    if (!match.matches()) return text;
    String parts = String.join("-", match.group(1), match.group(3), match.group(4), match.group(5), match.group(6));
    return parts.toLowerCase(Locale.ROOT);
  }

  private static String digest(byte[] bytes) {
    try {
      StringBuilder hexadecimal = new StringBuilder(32);
      for (byte part : MessageDigest.getInstance("MD5").digest(bytes)) {
        hexadecimal.append(Character.forDigit((part >> 4) & 0xf, 16)).append(Character.forDigit(part & 0xf, 16));
      }
      return hexadecimal.toString();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
