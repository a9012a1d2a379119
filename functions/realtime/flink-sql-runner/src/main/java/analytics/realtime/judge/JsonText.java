package analytics.realtime.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON as JavaScript reads it: exactly the texts that JSON.parse accepts, and of members with one name the last. */
final class JsonText {
  private static final Pattern SURROGATE_ESCAPE = Pattern.compile("\\\\u[dD][89a-fA-F]");
  private static final Pattern PAIR_OR_ESCAPE =
      Pattern.compile(
          "\\\\u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}|\\\\(u[dD][89a-fA-F]\\p{XDigit}{2}|.)");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Integer.MAX_VALUE)
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  // Names are a producer's: none of them is kept.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectReader UNIQUE = MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private JsonText() {}

  /** Null: the bytes are not UTF-8. */
  static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException malformed) {
      return null;
    }
  }

  /** Null: the text is no JSON. */
  static JsonNode parse(String text) {
    return parse(text, MAPPER.reader());
  }

  static JsonNode parse(String text, JavaScriptNumbers numbers) {
    return parse(text, MAPPER.reader().with(numbers));
  }

  /** Null: the text is no JSON, or an object in it has two members of one name. */
  static JsonNode parseUnique(String text, JavaScriptNumbers numbers) {
    return parse(text, UNIQUE.with(numbers));
  }

  private static JsonNode parse(String text, ObjectReader reader) {
    if (text.isEmpty() || text.charAt(0) == BYTE_ORDER_MARK) return null;
    try {
      JsonNode node = reader.readTree(text);
      return node.isMissingNode() ? null : node;
    } catch (JsonProcessingException malformed) {
      return null;
    }
  }

  /** What no UTF-8 can hold (`"\ud800"` is valid JSON) becomes U+FFFD. */
  static String withoutLoneSurrogates(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (!Character.isSurrogate(text.charAt(at))) continue;
      StringBuilder whole = new StringBuilder(text.length());
      text.codePoints().forEach(code -> whole.appendCodePoint(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code));
      return whole.toString();
    }
    return text;
  }

  /** The JSON text with U+FFFD for each escape of a lone surrogate, as in functions/event/json-text.ts. */
  static String withoutLoneEscapes(String json) {
    if (!SURROGATE_ESCAPE.matcher(json).find()) return json;
    return PAIR_OR_ESCAPE
        .matcher(json)
        .replaceAll(
            escape -> {
              boolean isLone = escape.group(1) != null && escape.group(1).length() > 1;
              return Matcher.quoteReplacement(isLone ? "\\ufffd" : escape.group());
            });
  }
}
