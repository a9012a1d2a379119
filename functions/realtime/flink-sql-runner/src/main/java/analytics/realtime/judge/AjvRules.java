package analytics.realtime.judge;

import com.networknt.schema.SchemaValidatorsConfig;
import java.util.regex.Pattern;

/** How the schemas are read so that they say the same as to ajv, by which the lake's events are judged. */
final class AjvRules {
  private AjvRules() {}

  static SchemaValidatorsConfig config() {
    return SchemaValidatorsConfig.builder()
        .regularExpressionFactory(
            pattern -> {
              Pattern compiled = Pattern.compile(java(pattern));
              return value -> compiled.matcher(value).find();
            })
        .failFast(true)
        .build();
  }

  /**
   * A JavaScript pattern in Java's words: `$` is the end of the text (Java's is before a last line break, too), and a bracket
   * within a class is a character.
   */
  static String java(String pattern) {
    StringBuilder java = new StringBuilder();
    boolean inClass = false;
    for (int at = 0; at < pattern.length(); at++) {
      char character = pattern.charAt(at);
      if (character == '\\') {
        java.append(character).append(pattern.charAt(++at));
      } else if (character == '$' && !inClass) {
        java.append("\\z");
      } else if (inClass && (character == '[' || character == '&')) {
        java.append('\\').append(character);
      } else {
        if (character == '[') inClass = true;
        if (character == ']') inClass = false;
        java.append(character);
      }
    }
    return java.toString();
  }
}
