package analytics.realtime.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of job.sql → its statements. */
final class SqlScript {
  private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");

  private SqlScript() {}

  /** Statements that end in `;`, without comments, `${NAME}` replaced by the property of that name. */
  static List<String> statements(String text, Map<String, String> properties) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    char quote = 0;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (quote == 0 && text.startsWith("--", at)) {
        int end = text.indexOf('\n', at);
        at = (end < 0 ? text.length() : end) - 1;
        continue;
      }
      if (quote == 0 && (character == '\'' || character == '`')) quote = character;
      else if (character == quote) quote = 0;
      if (character == ';' && quote == 0) {
        add(statements, statement, properties);
      } else {
        statement.append(character);
      }
    }
    add(statements, statement, properties);
    return statements;
  }

  private static void add(List<String> statements, StringBuilder statement, Map<String, String> properties) {
    String text = statement.toString().trim();
    statement.setLength(0);
    if (!text.isEmpty()) statements.add(substituted(text, properties));
  }

  private static String substituted(String statement, Map<String, String> properties) {
    Matcher place = PLACE.matcher(statement);
    StringBuilder result = new StringBuilder();
    while (place.find()) {
      String value = properties.get(place.group(1));
      if (value == null) throw new IllegalArgumentException("runtime property " + place.group(1) + " is missing");
      place.appendReplacement(result, Matcher.quoteReplacement(value.replace("'", "''")));
    }
    return place.appendTail(result).toString();
  }
}
