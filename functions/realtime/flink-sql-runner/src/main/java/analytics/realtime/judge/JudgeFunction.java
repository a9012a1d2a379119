package analytics.realtime.judge;

import java.util.Arrays;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * SQL function `judge(record BYTES, arrived_at TIMESTAMP_LTZ(3))`. A query that takes several fields of its result calls it for
 * each of them, and the watermark once more: the last record of a thread is judged once.
 */
public final class JudgeFunction extends ScalarFunction {
  private static final long serialVersionUID = 1L;
  private static final String RESULT =
      "ROW<outcome STRING, reason STRING, event_time TIMESTAMP_LTZ(3) NOT NULL, event_key STRING, application_id STRING, "
          + "event_id STRING, event_type STRING, event_name STRING, event_version STRING, app_version STRING, "
          + "player_id STRING, session_id STRING, platform STRING, country STRING, event_data STRING> NOT NULL";
  private static final ThreadLocal<Last> LAST = new ThreadLocal<>();

  private final JudgeSettings settings;
  private transient Judge judge;

  public JudgeFunction(JudgeSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(FunctionContext context) {
    judge = settings.judge();
  }

  public @DataTypeHint(value = RESULT, bridgedTo = RowData.class) RowData eval(
      byte[] record, @DataTypeHint(value = "TIMESTAMP_LTZ(3)", bridgedTo = TimestampData.class) TimestampData arrivedAt) {
    long arrival = arrivedAt.getMillisecond();
    Last last = LAST.get();
    boolean same = last != null && last.judge == judge && last.arrival == arrival && Arrays.equals(last.record, record);
    if (same) return last.row;
    RowData row = row(judge.judge(record, arrival));
    LAST.set(new Last(judge, record, arrival, row));
    return row;
  }

  private static RowData row(Judgement judgement) {
    GenericRowData row = new GenericRowData(6 + Judge.MEMBERS.size());
    row.setField(0, StringData.fromString(judgement.outcome));
    row.setField(1, StringData.fromString(judgement.reason));
    row.setField(2, TimestampData.fromEpochMillis(judgement.eventTime));
    row.setField(3, StringData.fromString(judgement.eventKey));
    row.setField(4, StringData.fromString(judgement.applicationId));
    int at = 5;
    for (String member : judgement.members) row.setField(at++, StringData.fromString(member));
    row.setField(at, StringData.fromString(judgement.eventData));
    return row;
  }

  private static final class Last {
    final Judge judge;
    final byte[] record;
    final long arrival;
    final RowData row;

    Last(Judge judge, byte[] record, long arrival, RowData row) {
      this.judge = judge;
      this.record = record;
      this.arrival = arrival;
      this.row = row;
    }
  }
}
