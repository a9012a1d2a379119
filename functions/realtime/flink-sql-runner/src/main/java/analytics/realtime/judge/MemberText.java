package analytics.realtime.judge;

/** Where values stand in a JSON text that has been parsed: nothing is validated here, nothing recurses. */
final class MemberText {
  private MemberText() {}

  /** The text of a member of the object that the text is; of several with that name the last. Null: there is none. */
  static String of(String text, String name) {
    String found = null;
    int at = afterSpace(text, afterSpace(text, 0) + 1);
    while (charAt(text, at) == '"') {
      int nameEnd = stringEnd(text, at);
      int start = afterSpace(text, afterSpace(text, nameEnd) + 1);
      int end = valueEnd(text, start);
      if (isName(text, at, nameEnd, name)) found = text.substring(start, end);
      at = afterSpace(text, end);
      if (charAt(text, at) != ',') break;
      at = afterSpace(text, at + 1);
    }
    return found;
  }

  private static boolean isName(String text, int start, int end, String name) {
    if (end == start + name.length() + 2) return text.startsWith(name, start + 1);
    // Escapes only make a name longer.
    if (end < start + name.length() + 2) return false;
    String quoted = text.substring(start, end);
    return quoted.indexOf('\\') >= 0 && JsonText.parse(quoted).textValue().equals(name);
  }

  private static int stringEnd(String text, int start) {
    int at = start + 1;
    while (at < text.length()) {
      char character = text.charAt(at);
      if (character == '"') return at + 1;
      at += character == '\\' ? 2 : 1;
    }
    return at;
  }

  private static int valueEnd(String text, int start) {
    int depth = 0;
    int at = start;
    while (at < text.length()) {
      char character = text.charAt(at);
      if (character == '"') {
        at = stringEnd(text, at);
        if (depth == 0) return at;
      } else if (character == '{' || character == '[') {
        depth++;
        at++;
      } else if (character == '}' || character == ']') {
        if (depth == 0) return at;
        depth--;
        at++;
        if (depth == 0) return at;
      } else if (depth == 0 && (character == ',' || isSpace(character))) {
        return at;
      } else {
        at++;
      }
    }
    return at;
  }

  private static int afterSpace(String text, int start) {
    int at = start;
    while (at < text.length() && isSpace(text.charAt(at))) at++;
    return at;
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
  }

  private static char charAt(String text, int at) {
    return at < text.length() ? text.charAt(at) : '\0';
  }
}
