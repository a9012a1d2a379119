package analytics.realtime.kinesis;

import java.util.Map;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/** Takes rows and what replaces them; a query that would take rows back is refused when it is planned. */
final class UpsertSink implements DynamicTableSink, SupportsPartitioning {
  private final DynamicTableSink kinesis;
  private final RowType rowType;
  /** Of the column by which rows are held; negative: none is. */
  private final int heldBy;

  UpsertSink(DynamicTableSink kinesis, RowType rowType, int heldBy) {
    this.kinesis = kinesis;
    this.rowType = rowType;
    this.heldBy = heldBy;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requested) {
    return ChangelogMode.newBuilder().addContainedKind(RowKind.INSERT).addContainedKind(RowKind.UPDATE_AFTER).build();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    SinkRuntimeProvider provider = kinesis.getSinkRuntimeProvider(context);
    if (heldBy < 0 || !(provider instanceof SinkV2Provider)) return provider;
    return new DataStreamSinkProvider() {
      @Override
      public DataStreamSink<?> consumeDataStream(ProviderContext naming, DataStream<RowData> rows) {
        HoldRows hold = new HoldRows(heldBy, new RowDataSerializer(rowType));
        return rows.transform("Sink: held rows", rows.getType(), hold).sinkTo(((SinkV2Provider) provider).createSink());
      }
    };
  }

  @Override
  public void applyStaticPartition(Map<String, String> partition) {
    ((SupportsPartitioning) kinesis).applyStaticPartition(partition);
  }

  @Override
  public DynamicTableSink copy() {
    return new UpsertSink(kinesis.copy(), rowType, heldBy);
  }

  @Override
  public String asSummaryString() {
    return "upsert-kinesis";
  }
}
