package analytics.realtime.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schemas of the job, and which of them an event is judged by: the rules of functions/event/choose-schema.ts. */
final class EventSchemas {
  private static final Pattern FILE = Pattern.compile("schemas/events/([^/]+)/([0-9]+)\\.([0-9]+)/schema\\.json");
  private static final String PART = "(0|[1-9][0-9]{0,8})";
  private static final Pattern VERSION = Pattern.compile(PART + "(?:\\." + PART + "(?:\\." + PART + ")?)?");

  private final Check envelope;
  private final Map<String, List<Version>> types = new HashMap<>();

  /** `files`: `schemas/envelope.json` and `schemas/events/<type>/<major.minor>/schema.json` → their text. */
  EventSchemas(Map<String, String> files) {
    envelope = new Check(files.get("schemas/envelope.json"));
    files.forEach(
        (name, text) -> {
          Matcher match = FILE.matcher(name);
          if (!match.matches()) return;
          int major = Integer.parseInt(match.group(2));
          int minor = Integer.parseInt(match.group(3));
          types.computeIfAbsent(match.group(1), type -> new ArrayList<>()).add(new Version(major, minor, new Check(text)));
        });
    Comparator<Version> oldestFirst = Comparator.<Version>comparingInt(it -> it.major).thenComparingInt(it -> it.minor);
    for (List<Version> versions : types.values()) versions.sort(oldestFirst.reversed());
  }

  boolean isEnvelope(JsonNode event) {
    return envelope.accepts(event);
  }

  boolean knows(String eventType) {
    return types.containsKey(eventType);
  }

  /** Whether one of those schemas of a known type that `event_version` chooses takes the data; a version may be null. */
  boolean isData(String eventType, String eventVersion, JsonNode data) {
    List<Version> newestFirst = types.get(eventType);
    int major = newestFirst.get(0).major;
    Integer minor = null;
    if (eventVersion != null) {
      Matcher match = VERSION.matcher(eventVersion);
      if (!match.matches()) return false;
      major = Integer.parseInt(match.group(1));
      if (match.group(2) != null) minor = Integer.valueOf(match.group(2));
    }
    boolean exact = false;
    boolean accepted = false;
    for (Version version : newestFirst) {
      if (version.major != major) continue;
      if (minor != null && version.minor == minor) {
        exact = true;
        if (version.check.accepts(data)) return true;
      } else if (!accepted && version.check.accepts(data)) {
        accepted = true;
      }
    }
    return accepted && !exact;
  }

  private static final class Version {
    final int major;
    final int minor;
    final Check check;

    Version(int major, int minor, Check check) {
      this.major = major;
      this.minor = minor;
      this.check = check;
    }
  }

  private static final class Check {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
    private static final ObjectMapper PLAIN = new ObjectMapper();

    private final JsonSchema schema;

    Check(String text) {
      try {
        ObjectNode node = (ObjectNode) PLAIN.readTree(text);
        node.remove(List.of("$id", "$schema"));
        schema = SCHEMAS.getSchema(node, AjvRules.config());
      } catch (IOException malformed) {
        throw new UncheckedIOException(malformed);
      }
      schema.initializeValidators();
    }

    boolean accepts(JsonNode value) {
      return schema.validate(value, OutputFormat.BOOLEAN);
    }
  }
}
