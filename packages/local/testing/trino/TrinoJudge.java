import io.trino.Session;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.spi.TrinoException;
import io.trino.spi.type.TimeZoneKey;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers each line of the input, a statement after a letter and a tab: V validates it, E executes it. The answer is one line:
 * `ok`, a tab and the rows, or `error`, a tab, Trino's name of the error, a tab and its message.
 */
public final class TrinoJudge {
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    Session session =
        io.trino.testing.TestingSession.testSessionBuilder()
            .setCatalog("memory")
            .setSchema("default")
            .setTimeZoneKey(TimeZoneKey.UTC_KEY)
            .build();
    try (LocalQueryRunner runner = LocalQueryRunner.create(session)) {
      runner.installPlugin(new MemoryPlugin());
      runner.createCatalog("memory", "memory", Map.of());
      out.println("ready");
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) out.println(answer(runner, line));
    }
    System.exit(0);
  }

  private static String answer(LocalQueryRunner runner, String line) {
    String sql = line.substring(2);
    try {
      MaterializedResult result =
          runner.execute(line.startsWith("V") ? "EXPLAIN (TYPE VALIDATE) " + sql : sql);
      return "ok\t"
          + result.getMaterializedRows().stream()
              .map(row -> row.getFields().stream().map(String::valueOf).collect(Collectors.joining("|")))
              .collect(Collectors.joining("\\n"));
    } catch (Throwable failure) {
      String code = failure instanceof TrinoException trino ? trino.getErrorCode().getName() : codeOf(failure);
      return "error\t" + code + "\t" + String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
    }
  }

  private static String codeOf(Throwable failure) {
    return failure.getClass().getSimpleName().equals("ParsingException") ? "SYNTAX_ERROR" : failure.getClass().getName();
  }
}
