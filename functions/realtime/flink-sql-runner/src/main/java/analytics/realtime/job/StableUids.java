package analytics.realtime.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;

/**
 * Ids by which state finds its operator after an upgrade. The planner numbers operators, so that a new metric would give all of
 * them other numbers. Here an operator's id follows from what it computes: a new metric changes nobody else's, and one
 * whose question has changed starts anew.
 */
final class StableUids {
  /** `[12]` of `Calc[12]` and `[12]:Calc(…)`; `$2*` of a table without a name. */
  private static final String NUMBERS = "\\[[0-9]+]:?|\\$[0-9]+(?=\\*)";
  private static final int DIGITS = 20;

  private final Map<Transformation<?>, String> contents = new LinkedHashMap<>();
  private final Map<String, Integer> used = new HashMap<>();

  private StableUids() {}

  /** Of a shared view and all before it: by kind, so that they survive a new column, too. */
  static void ofShared(Transformation<?> last, String view) {
    Map<String, Integer> counts = new HashMap<>();
    for (Transformation<?> operator : upstream(List.of(last))) {
      if (!(operator instanceof PhysicalTransformation) || operator.getUid() != null) continue;
      String kind = operator.getName().replaceAll(NUMBERS, "").replaceAll("\\(.*", "");
      int number = counts.merge(kind, 1, Integer::sum);
      operator.setUid(view + "/" + kind + (number == 1 ? "" : "/" + number));
    }
  }

  /** Of all operators that have none yet. */
  static void ofQueries(Collection<Transformation<?>> last) {
    StableUids uids = new StableUids();
    for (Transformation<?> operator : upstream(last)) uids.give(operator);
  }

  private void give(Transformation<?> operator) {
    String uid = operator.getUid();
    StringBuilder content = new StringBuilder();
    if (uid != null) {
      content.append(uid);
    } else {
      content.append(operator.getClass().getSimpleName()).append(' ');
      content.append(operator.getName().replaceAll(NUMBERS, "")).append(' ');
      String description = operator.getDescription();
      if (description != null) content.append(description.replaceAll(NUMBERS, ""));
      if (isSink(operator)) content.setLength(content.indexOf("(") < 0 ? content.length() : content.indexOf("("));
      else for (Transformation<?> input : operator.getInputs()) content.append('\n').append(contents.get(input));
    }
    String digest = digest(content.toString());
    contents.put(operator, digest);
    if (uid != null || !(operator instanceof PhysicalTransformation)) return;
    int number = used.merge(digest, 1, Integer::sum);
    operator.setUid(number == 1 ? digest : digest + "/" + number);
  }

  /** What reaches a sink changes with every metric; which sink it is does not. */
  private static boolean isSink(Transformation<?> operator) {
    return operator.getClass().getSimpleName().contains("Sink") || operator.getName().startsWith("Sink: ");
  }

  /** The operators and all that they read, inputs first. */
  private static List<Transformation<?>> upstream(Collection<Transformation<?>> last) {
    List<Transformation<?>> ordered = new ArrayList<>();
    Set<Transformation<?>> seen = new HashSet<>();
    for (Transformation<?> operator : last) visit(operator, seen, ordered);
    return ordered;
  }

  private static void visit(Transformation<?> operator, Set<Transformation<?>> seen, List<Transformation<?>> ordered) {
    if (!seen.add(operator)) return;
    for (Transformation<?> input : operator.getInputs()) visit(input, seen, ordered);
    ordered.add(operator);
  }

  private static String digest(String content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      StringBuilder hexadecimal = new StringBuilder();
      for (byte part : hash) hexadecimal.append(String.format("%02x", part));
      return hexadecimal.substring(0, DIGITS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
