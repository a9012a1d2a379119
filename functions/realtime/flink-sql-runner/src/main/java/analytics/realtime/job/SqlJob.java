package analytics.realtime.job;

import analytics.realtime.judge.JudgeFunction;
import analytics.realtime.judge.JudgeSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** job.sql as one Flink job: all INSERTs together, so that they share what they have in common. */
public final class SqlJob {
  private static final Pattern SET = Pattern.compile("(?is)SET\\s+'([^']+)'\\s*=\\s*'([^']*)'");
  private static final Pattern VIEW = Pattern.compile("(?is)CREATE\\s+VIEW\\s+`?(\\w+)`?\\s+AS\\s.*");
  private static final Pattern INSERT = Pattern.compile("(?is)INSERT\\s.*");
  /** The views, separated by commas, that are computed once for all queries. */
  private static final String SHARED_VIEWS = "pipeline.shared-views";

  private SqlJob() {}

  /** Adds the job to the environment. Throws naming the statement that Flink refuses. */
  public static void add(StreamExecutionEnvironment environment, JobFiles files, Map<String, String> properties) {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.createTemporarySystemFunction("judge", new JudgeFunction(JudgeSettings.of(files.schemas(), properties)));
    // Of the rows of an id the last one counts: nothing needs to be kept to put them in order.
    tables.getConfig().set("table.exec.sink.upsert-materialize", "NONE");
    StreamStatementSet inserts = tables.createStatementSet();
    Set<String> shared = new HashSet<>();
    for (String statement : SqlScript.statements(files.sql(), properties)) {
      try {
        run(tables, inserts, shared, statement);
      } catch (RuntimeException refused) {
        throw new IllegalArgumentException("job.sql: Flink refuses\n" + statement, refused);
      }
    }
    inserts.attachAsDataStream();
    StableUids.ofQueries(environment.getTransformations());
  }

  private static void run(
      StreamTableEnvironment tables, StreamStatementSet inserts, Set<String> shared, String statement) {
    Matcher setting = SET.matcher(statement);
    Matcher view = VIEW.matcher(statement);
    if (setting.matches()) {
      if (setting.group(1).equals(SHARED_VIEWS)) shared.addAll(List.of(setting.group(2).split("\\s*,\\s*")));
      else tables.getConfig().set(setting.group(1), setting.group(2));
    } else if (INSERT.matcher(statement).matches()) {
      inserts.addInsertSql(statement);
    } else {
      tables.executeSql(statement);
      if (view.matches() && shared.contains(view.group(1))) SharedView.materialize(tables, view.group(1));
    }
  }
}
