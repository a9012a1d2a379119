package analytics.realtime.judge;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What a job judges by: its schemas and runtime properties. All functions of a JVM with the same settings share one judge. */
public final class JudgeSettings implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Judge> JUDGES = new ConcurrentHashMap<>();

  private final TreeMap<String, String> schemaFiles;
  private final String applicationsTable;
  private final String region;
  private final int maxEventAgeDays;
  private final boolean acceptUnknownTypes;

  private JudgeSettings(Map<String, String> schemaFiles, Map<String, String> properties) {
    this.schemaFiles = new TreeMap<>(schemaFiles);
    this.applicationsTable = required(properties, "APPLICATIONS_TABLE");
    this.region = required(properties, "AWS_REGION");
    String days = required(properties, "MAX_EVENT_AGE_DAYS");
    if (!days.matches("[1-9][0-9]{0,8}")) throw wrong("MAX_EVENT_AGE_DAYS", "a whole number of days", days);
    this.maxEventAgeDays = Integer.parseInt(days);
    String unknown = required(properties, "UNKNOWN_EVENT_TYPES");
    if (!unknown.equals("ACCEPT") && !unknown.equals("QUARANTINE")) {
      throw wrong("UNKNOWN_EVENT_TYPES", "ACCEPT or QUARANTINE", unknown);
    }
    this.acceptUnknownTypes = unknown.equals("ACCEPT");
  }

  /** Throws naming the property that is missing or holds what it must not. */
  public static JudgeSettings of(Map<String, String> schemaFiles, Map<String, String> properties) {
    return new JudgeSettings(schemaFiles, properties);
  }

  Judge judge() {
    String key = schemaFiles.hashCode() + " " + applicationsTable + " " + region + " " + maxEventAgeDays + acceptUnknownTypes;
    return JUDGES.computeIfAbsent(key, any -> with(new RegisteredApplications(applicationsTable, region)));
  }

  Judge with(Applications applications) {
    return new Judge(new EventSchemas(schemaFiles), applications, maxEventAgeDays, acceptUnknownTypes);
  }

  private static String required(Map<String, String> properties, String name) {
    String value = properties.get(name);
    if (value == null || value.isEmpty()) throw new IllegalArgumentException("runtime property " + name + " is missing");
    return value;
  }

  private static IllegalArgumentException wrong(String name, String expected, String value) {
    return new IllegalArgumentException("runtime property " + name + " must be " + expected + ", not " + value);
  }
}
