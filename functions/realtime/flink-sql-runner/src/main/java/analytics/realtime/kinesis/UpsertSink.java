package analytics.realtime.kinesis;

import java.util.Map;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.types.RowKind;

/** Takes rows and what replaces them; a query that would take rows back is refused when it is planned. */
final class UpsertSink implements DynamicTableSink, SupportsPartitioning {
  private final DynamicTableSink kinesis;

  UpsertSink(DynamicTableSink kinesis) {
    this.kinesis = kinesis;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requested) {
    return ChangelogMode.newBuilder().addContainedKind(RowKind.INSERT).addContainedKind(RowKind.UPDATE_AFTER).build();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    return kinesis.getSinkRuntimeProvider(context);
  }

  @Override
  public void applyStaticPartition(Map<String, String> partition) {
    ((SupportsPartitioning) kinesis).applyStaticPartition(partition);
  }

  @Override
  public DynamicTableSink copy() {
    return new UpsertSink(kinesis.copy());
  }

  @Override
  public String asSummaryString() {
    return "upsert-kinesis";
  }
}
